CREATE TABLE `course_removals` (
	`course_id` int unsigned NOT NULL,
	`requested_at` datetime(6) NOT NULL,
	CONSTRAINT `course_removals_course_id` PRIMARY KEY(`course_id`)
);
--> statement-breakpoint
ALTER TABLE `sessions` ADD `id` int unsigned AUTO_INCREMENT NOT NULL, ADD CONSTRAINT `sessions_id_unique` UNIQUE(`id`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `last_used_at` datetime(6);--> statement-breakpoint
ALTER TABLE `sessions` ADD `viewing_as` int unsigned;--> statement-breakpoint
ALTER TABLE `users` ADD `oidc_subject_hash` varchar(64) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `course_offerings` ADD `figures_stale_since` datetime(6);--> statement-breakpoint
ALTER TABLE `course_offerings` ADD `keep_days` int unsigned;--> statement-breakpoint
ALTER TABLE `users` ADD CONSTRAINT `users_oidc_subject_hash_unique` UNIQUE(`oidc_subject_hash`);--> statement-breakpoint
CREATE INDEX `password_resets_of_user` ON `password_resets` (`user_id`);