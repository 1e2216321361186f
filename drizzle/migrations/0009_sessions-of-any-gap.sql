ALTER TABLE `lms_sessions` MODIFY COLUMN `sessions` mediumtext character set ascii collate ascii_bin NOT NULL;--> statement-breakpoint
ALTER TABLE `course_offerings` ADD `recount_since` datetime(6);--> statement-breakpoint
ALTER TABLE `course_offerings` ADD `figures_gap_minutes` int unsigned;