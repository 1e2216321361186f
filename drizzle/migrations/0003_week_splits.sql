CREATE TABLE `resource_splits` (
	`course_id` int unsigned NOT NULL,
	`weekday` tinyint unsigned NOT NULL,
	`time` varchar(5) character set ascii collate ascii_bin NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`week` tinyint unsigned NOT NULL,
	`visits` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `resource_splits_course_id_weekday_time_resource_no_week_pk` PRIMARY KEY(`course_id`,`weekday`,`time`,`resource_no`,`week`)
);
--> statement-breakpoint
CREATE TABLE `split_times` (
	`course_id` int unsigned NOT NULL,
	`weekday` tinyint unsigned NOT NULL,
	`time` varchar(5) character set ascii collate ascii_bin NOT NULL,
	CONSTRAINT `split_times_course_id_weekday_time_pk` PRIMARY KEY(`course_id`,`weekday`,`time`)
);
--> statement-breakpoint
CREATE TABLE `student_splits` (
	`course_id` int unsigned NOT NULL,
	`weekday` tinyint unsigned NOT NULL,
	`time` varchar(5) character set ascii collate ascii_bin NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`week` tinyint unsigned NOT NULL,
	`visits` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `student_splits_course_id_weekday_time_user_no_week_pk` PRIMARY KEY(`course_id`,`weekday`,`time`,`user_no`,`week`)
);
