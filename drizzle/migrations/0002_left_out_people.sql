CREATE TABLE `left_out_people` (
	`course_id` int unsigned NOT NULL,
	`user_key` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `left_out_people_course_id_user_key_pk` PRIMARY KEY(`course_id`,`user_key`)
);
