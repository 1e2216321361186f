CREATE INDEX `audit_log_by_actor` ON `audit_log` (`actor_id`,`at`);--> statement-breakpoint
CREATE INDEX `audit_log_by_course` ON `audit_log` (`course_id`,`at`);--> statement-breakpoint
CREATE INDEX `audit_log_by_action` ON `audit_log` (`action`,`at`);--> statement-breakpoint
CREATE INDEX `imports_by_file_name` ON `imports` (`file_name`,`course_id`,`state`);--> statement-breakpoint
CREATE INDEX `imports_by_size` ON `imports` (`size_bytes`);