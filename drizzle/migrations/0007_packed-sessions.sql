CREATE TABLE `lms_sessions_packed` (
	`course_id` int unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`week` tinyint unsigned NOT NULL,
	`sessions` varchar(8000) character set ascii collate ascii_bin NOT NULL,
	CONSTRAINT `lms_sessions_course_id_user_no_week_pk` PRIMARY KEY(`course_id`,`user_no`,`week`)
);
--> statement-breakpoint
REPLACE /*+ SET_VAR(group_concat_max_len = 1000000) */ INTO `lms_sessions_packed` (`course_id`, `user_no`, `week`, `sessions`)
SELECT `course_id`, `user_no`, `day_index` DIV 7 + 1,
	GROUP_CONCAT(CONCAT(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', `started_at`), IF(`visits` > 1, CONCAT(':', `minutes`, ':', `visits`), '')) ORDER BY `started_at` SEPARATOR ' ')
FROM `lms_sessions` GROUP BY `course_id`, `user_no`, `day_index` DIV 7 + 1;
--> statement-breakpoint
RENAME TABLE `lms_sessions` TO `lms_sessions_single`, `lms_sessions_packed` TO `lms_sessions`;
--> statement-breakpoint
DROP TABLE IF EXISTS `lms_sessions_single`;
