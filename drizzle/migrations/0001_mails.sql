CREATE TABLE `mails` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`kind` varchar(32) character set ascii collate ascii_bin NOT NULL,
	`occasion` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`recipient` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`subject` varchar(255) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`body` mediumtext character set utf8mb4 collate utf8mb4_bin,
	`message_id` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`state` enum('waiting','sent','failed') NOT NULL DEFAULT 'waiting',
	`attempts` smallint unsigned NOT NULL DEFAULT 0,
	`trouble` varchar(255) character set utf8mb4 collate utf8mb4_bin,
	`created_at` datetime(6) NOT NULL,
	`published_at` datetime(6),
	`next_try_at` datetime(6) NOT NULL,
	`give_up_at` datetime(6) NOT NULL,
	`sent_at` datetime(6),
	CONSTRAINT `mails_id` PRIMARY KEY(`id`),
	CONSTRAINT `mails_once` UNIQUE(`kind`,`occasion`,`recipient`)
);
--> statement-breakpoint
ALTER TABLE `imports` ADD `reported_at` datetime(6);--> statement-breakpoint
CREATE INDEX `mails_by_turn` ON `mails` (`state`,`next_try_at`);--> statement-breakpoint
CREATE INDEX `imports_to_report` ON `imports` (`reported_at`,`state`);--> statement-breakpoint
UPDATE `imports` SET `reported_at` = `finished_at` WHERE `finished_at` IS NOT NULL AND `reported_at` IS NULL;
