CREATE TABLE `backups` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`file_name` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`size_bytes` bigint unsigned NOT NULL,
	`sha256` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`made_at` datetime(6) NOT NULL,
	CONSTRAINT `backups_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `queue_questions` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`queue` enum('import','mail','task') NOT NULL,
	`asked_at` datetime(6) NOT NULL,
	`answered_at` datetime(6),
	CONSTRAINT `queue_questions_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `site_state` (
	`name` varchar(32) character set ascii collate ascii_bin NOT NULL,
	`value` mediumtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`since` datetime(6) NOT NULL,
	CONSTRAINT `site_state_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
ALTER TABLE `heartbeats` ADD `paused_at` datetime(6);