CREATE TABLE `audit_log` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`at` datetime(6) NOT NULL,
	`actor_id` int unsigned,
	`action` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`course_id` int unsigned,
	`detail` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`address` varchar(45) character set ascii collate ascii_bin,
	CONSTRAINT `audit_log_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `password_resets` (
	`token_hash` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`user_id` int unsigned NOT NULL,
	`created_at` datetime(6) NOT NULL,
	`expires_at` datetime(6) NOT NULL,
	`used_at` datetime(6),
	CONSTRAINT `password_resets_token_hash` PRIMARY KEY(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`user_id` int unsigned NOT NULL,
	`created_at` datetime(6) NOT NULL,
	`expires_at` datetime(6) NOT NULL,
	`absolute_expires_at` datetime(6) NOT NULL,
	`user_agent` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT '',
	CONSTRAINT `sessions_id_hash` PRIMARY KEY(`id_hash`)
);
--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`subject` varchar(80) character set ascii collate ascii_bin NOT NULL,
	`failed_at` datetime(6) NOT NULL,
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	CONSTRAINT `sign_in_failures_subject_failed_at_id_pk` PRIMARY KEY(`subject`,`failed_at`,`id`),
	CONSTRAINT `sign_in_failures_id_unique` UNIQUE(`id`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`email` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`password_hash` varchar(255) character set ascii collate ascii_bin,
	`is_admin` boolean NOT NULL DEFAULT false,
	`time_zone` varchar(64) character set ascii collate ascii_bin,
	`wants_digest` boolean NOT NULL DEFAULT true,
	`created_at` datetime(6) NOT NULL,
	`deactivated_at` datetime(6),
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `users_email_unique` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE `course_events` (
	`course_id` int unsigned NOT NULL,
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`kind` enum('single','repeating','submission') NOT NULL,
	`title` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`at` datetime(6),
	`weekday` tinyint unsigned,
	`start_week` tinyint unsigned,
	`end_week` tinyint unsigned,
	`time` varchar(5) character set ascii collate ascii_bin,
	`start_at` datetime(6),
	`end_at` datetime(6),
	`submission_type` enum('assignment','quiz'),
	`calendar_uid` varchar(255) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(6) NOT NULL,
	`updated_at` datetime(6) NOT NULL,
	CONSTRAINT `course_events_course_id_id_pk` PRIMARY KEY(`course_id`,`id`),
	CONSTRAINT `course_events_id_unique` UNIQUE(`id`)
);
--> statement-breakpoint
CREATE TABLE `course_offerings` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`lms_server_id` int unsigned,
	`code` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`title` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`offering` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT '',
	`lms_type` varchar(50) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT 'Blackboard',
	`start_date` date NOT NULL,
	`weeks` tinyint unsigned NOT NULL,
	`time_zone` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`last_activity_at` datetime(6),
	`figures_version` int unsigned NOT NULL DEFAULT 1,
	`created_at` datetime(6) NOT NULL,
	CONSTRAINT `course_offerings_id` PRIMARY KEY(`id`),
	CONSTRAINT `course_offerings_code` UNIQUE(`lms_server_id`,`code`)
);
--> statement-breakpoint
CREATE TABLE `course_owners` (
	`course_id` int unsigned NOT NULL,
	`user_id` int unsigned NOT NULL,
	CONSTRAINT `course_owners_course_id_user_id_pk` PRIMARY KEY(`course_id`,`user_id`)
);
--> statement-breakpoint
CREATE TABLE `lms_servers` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`name` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`description` varchar(1000) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT '',
	`token_hash` varchar(64) character set ascii collate ascii_bin,
	`created_at` datetime(6) NOT NULL,
	CONSTRAINT `lms_servers_id` PRIMARY KEY(`id`),
	CONSTRAINT `lms_servers_name_unique` UNIQUE(`name`),
	CONSTRAINT `lms_servers_token_hash_unique` UNIQUE(`token_hash`)
);
--> statement-breakpoint
CREATE TABLE `attempts` (
	`course_id` int unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`at` datetime(6) NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`grade` decimal(10,4),
	`import_id` int unsigned NOT NULL,
	CONSTRAINT `attempts_course_id_user_no_at_resource_no_pk` PRIMARY KEY(`course_id`,`user_no`,`at`,`resource_no`)
);
--> statement-breakpoint
CREATE TABLE `lms_sessions` (
	`course_id` int unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`started_at` datetime(6) NOT NULL,
	`day_index` smallint unsigned NOT NULL,
	`minutes` mediumint unsigned NOT NULL,
	`visits` int unsigned NOT NULL,
	CONSTRAINT `lms_sessions_course_id_user_no_started_at_pk` PRIMARY KEY(`course_id`,`user_no`,`started_at`)
);
--> statement-breakpoint
CREATE TABLE `lms_users` (
	`course_id` int unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`user_key` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`username` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`first_name` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`last_name` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`email` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`role` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT '',
	`group_name` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT '',
	`status` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT '',
	`is_student` boolean NOT NULL,
	`left_out` boolean NOT NULL DEFAULT false,
	`import_id` int unsigned NOT NULL,
	CONSTRAINT `lms_users_course_id_user_no_pk` PRIMARY KEY(`course_id`,`user_no`),
	CONSTRAINT `lms_users_key` UNIQUE(`course_id`,`user_key`)
);
--> statement-breakpoint
CREATE TABLE `posts` (
	`course_id` int unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`at` datetime(6) NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`import_id` int unsigned NOT NULL,
	CONSTRAINT `posts_course_id_user_no_at_resource_no_pk` PRIMARY KEY(`course_id`,`user_no`,`at`,`resource_no`)
);
--> statement-breakpoint
CREATE TABLE `resources` (
	`course_id` int unsigned NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`is_forum` boolean NOT NULL,
	`resource_key` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`parent_no` mediumint unsigned,
	`title` varchar(1000) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`resource_type` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`category` enum('content','communication','assessment') NOT NULL,
	`position` int,
	`max_grade` decimal(10,4),
	`due_at` datetime(6),
	`gone_since` datetime(6),
	`import_id` int unsigned NOT NULL,
	CONSTRAINT `resources_course_id_resource_no_pk` PRIMARY KEY(`course_id`,`resource_no`),
	CONSTRAINT `resources_key` UNIQUE(`course_id`,`is_forum`,`resource_key`)
);
--> statement-breakpoint
CREATE TABLE `visits` (
	`course_id` int unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`at` datetime(6) NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`import_id` int unsigned NOT NULL,
	CONSTRAINT `visits_course_id_user_no_at_resource_no_pk` PRIMARY KEY(`course_id`,`user_no`,`at`,`resource_no`)
);
--> statement-breakpoint
CREATE TABLE `assessment_grades` (
	`course_id` int unsigned NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`graded` int unsigned NOT NULL DEFAULT 0,
	`average` decimal(14,8) NOT NULL,
	`median` decimal(14,8) NOT NULL,
	CONSTRAINT `assessment_grades_course_id_resource_no_pk` PRIMARY KEY(`course_id`,`resource_no`)
);
--> statement-breakpoint
CREATE TABLE `category_weeks` (
	`course_id` int unsigned NOT NULL,
	`category` enum('content','communication','assessment','any') NOT NULL,
	`week` tinyint unsigned NOT NULL,
	`students` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `category_weeks_course_id_category_week_pk` PRIMARY KEY(`course_id`,`category`,`week`)
);
--> statement-breakpoint
CREATE TABLE `course_days` (
	`course_id` int unsigned NOT NULL,
	`day_index` smallint unsigned NOT NULL,
	`content` int unsigned NOT NULL DEFAULT 0,
	`communication` int unsigned NOT NULL DEFAULT 0,
	`assessment` int unsigned NOT NULL DEFAULT 0,
	`unique_pages` int unsigned NOT NULL DEFAULT 0,
	`students` int unsigned NOT NULL DEFAULT 0,
	`sessions` int unsigned NOT NULL DEFAULT 0,
	`session_minutes` int unsigned NOT NULL DEFAULT 0,
	`session_visits` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `course_days_course_id_day_index_pk` PRIMARY KEY(`course_id`,`day_index`)
);
--> statement-breakpoint
CREATE TABLE `course_hours` (
	`course_id` int unsigned NOT NULL,
	`day_index` smallint unsigned NOT NULL,
	`hour` tinyint unsigned NOT NULL,
	`visits` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `course_hours_course_id_day_index_hour_pk` PRIMARY KEY(`course_id`,`day_index`,`hour`)
);
--> statement-breakpoint
CREATE TABLE `resource_days` (
	`course_id` int unsigned NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`day_index` smallint unsigned NOT NULL,
	`visits` int unsigned NOT NULL DEFAULT 0,
	`students` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `resource_days_course_id_resource_no_day_index_pk` PRIMARY KEY(`course_id`,`resource_no`,`day_index`)
);
--> statement-breakpoint
CREATE TABLE `resource_weeks` (
	`course_id` int unsigned NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`week` tinyint unsigned NOT NULL,
	`visits` int unsigned NOT NULL DEFAULT 0,
	`students` int unsigned NOT NULL DEFAULT 0,
	`posts` int unsigned NOT NULL DEFAULT 0,
	`attempts` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `resource_weeks_course_id_resource_no_week_pk` PRIMARY KEY(`course_id`,`resource_no`,`week`)
);
--> statement-breakpoint
CREATE TABLE `student_days` (
	`course_id` int unsigned NOT NULL,
	`day_index` smallint unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`content` int unsigned NOT NULL DEFAULT 0,
	`communication` int unsigned NOT NULL DEFAULT 0,
	`assessment` int unsigned NOT NULL DEFAULT 0,
	CONSTRAINT `student_days_course_id_day_index_user_no_pk` PRIMARY KEY(`course_id`,`day_index`,`user_no`)
);
--> statement-breakpoint
CREATE TABLE `student_resources` (
	`course_id` int unsigned NOT NULL,
	`resource_no` mediumint unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`visits` int unsigned NOT NULL DEFAULT 0,
	`visit_days` varchar(5000) character set ascii collate ascii_bin NOT NULL,
	`posts` int unsigned NOT NULL DEFAULT 0,
	`attempts` int unsigned NOT NULL DEFAULT 0,
	`newest_grade` decimal(10,4),
	`newest_graded` decimal(10,4),
	`first_visit_at` datetime(6),
	`last_visit_at` datetime(6),
	CONSTRAINT `student_resources_course_id_resource_no_user_no_pk` PRIMARY KEY(`course_id`,`resource_no`,`user_no`)
);
--> statement-breakpoint
CREATE TABLE `student_weeks` (
	`course_id` int unsigned NOT NULL,
	`week` tinyint unsigned NOT NULL,
	`user_no` mediumint unsigned NOT NULL,
	`visits` int unsigned NOT NULL DEFAULT 0,
	`sessions` int unsigned NOT NULL DEFAULT 0,
	`last_visit_at` datetime(6),
	CONSTRAINT `student_weeks_course_id_week_user_no_pk` PRIMARY KEY(`course_id`,`week`,`user_no`)
);
--> statement-breakpoint
CREATE TABLE `import_changes` (
	`course_id` int unsigned NOT NULL,
	`import_id` int unsigned NOT NULL,
	`change_no` int unsigned NOT NULL,
	`table_name` enum('lms_users','resources','attempts') NOT NULL,
	`before` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `import_changes_course_id_import_id_change_no_pk` PRIMARY KEY(`course_id`,`import_id`,`change_no`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`course_id` int unsigned NOT NULL,
	`file_name` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`source_path` varchar(4096) character set utf8mb4 collate utf8mb4_bin,
	`size_bytes` bigint unsigned NOT NULL,
	`sha256` varchar(64) character set ascii collate ascii_bin,
	`brought_by` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`state` enum('queued','running','succeeded','failed','cancelled','undone') NOT NULL,
	`attempt` tinyint unsigned NOT NULL DEFAULT 0,
	`phase` varchar(32) character set ascii collate ascii_bin,
	`progress_rows` bigint unsigned NOT NULL DEFAULT 0,
	`progress_of` bigint unsigned NOT NULL DEFAULT 0,
	`worker` varchar(255) character set utf8mb4 collate utf8mb4_bin,
	`lease_until` datetime(6),
	`created_at` datetime(6) NOT NULL,
	`claimed_at` datetime(6),
	`published_at` datetime(6),
	`started_at` datetime(6),
	`finished_at` datetime(6),
	`undone_at` datetime(6),
	`failure_code` enum('not_a_zip','truncated_zip','damaged_zip','unsupported_zip','missing_file','unsafe_zip','bad_encoding','no_header','missing_columns','unclosed_quote','nothing_fits','gave_up'),
	`failure_text` mediumtext character set utf8mb4 collate utf8mb4_bin,
	`newest_at` datetime(6),
	`receipt` mediumtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `imports_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`process` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`kind` enum('web','worker','beat') NOT NULL,
	`version` varchar(32) character set ascii collate ascii_bin NOT NULL,
	`started_at` datetime(6) NOT NULL,
	`beat_at` datetime(6) NOT NULL,
	CONSTRAINT `heartbeats_process` PRIMARY KEY(`process`)
);
--> statement-breakpoint
CREATE TABLE `scheduled_tasks` (
	`name` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`cron` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`time_zone` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`enabled` boolean NOT NULL DEFAULT true,
	`last_run_at` datetime(6),
	`next_run_at` datetime(6),
	CONSTRAINT `scheduled_tasks_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `task_runs` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`task_name` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`slot_at` datetime(6) NOT NULL,
	`state` enum('published','running','succeeded','failed') NOT NULL,
	`started_at` datetime(6),
	`finished_at` datetime(6),
	`detail` varchar(1000) character set utf8mb4 collate utf8mb4_bin NOT NULL DEFAULT '',
	CONSTRAINT `task_runs_id` PRIMARY KEY(`id`),
	CONSTRAINT `task_runs_slot` UNIQUE(`task_name`,`slot_at`)
);
--> statement-breakpoint
CREATE INDEX `audit_log_by_time` ON `audit_log` (`at`);--> statement-breakpoint
CREATE INDEX `sessions_of_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `course_owners_by_user` ON `course_owners` (`user_id`);--> statement-breakpoint
CREATE INDEX `student_resources_by_user` ON `student_resources` (`course_id`,`user_no`);--> statement-breakpoint
CREATE INDEX `imports_of_course` ON `imports` (`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `imports_by_state` ON `imports` (`state`,`lease_until`);--> statement-breakpoint
CREATE INDEX `task_runs_by_slot` ON `task_runs` (`slot_at`);