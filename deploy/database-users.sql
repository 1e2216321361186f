-- What a database account of the web process alone has to be allowed: all else it is refused, also the changing of
-- entries of the audit log. Worker, beat and commands keep an account that may do everything with this database.
-- Prints the statements, so that they can be read before; once per installation as root, and after each `cloop migrate`:
--   CREATE USER cloop_web@'%' IDENTIFIED BY '…';
--   mariadb -N cloop < deploy/database-users.sql | mariadb cloop
SELECT
  CONCAT(
    'GRANT ',
    CASE
      WHEN table_name = 'audit_log' THEN 'SELECT, INSERT'
      WHEN table_name IN (
        'users', 'sessions', 'password_resets', 'sign_in_failures', 'mails', 'lms_servers', 'course_offerings',
        'course_owners', 'course_events', 'course_removals', 'imports', 'scheduled_tasks', 'task_runs', 'heartbeats',
        'queue_questions'
      ) THEN 'SELECT, INSERT, UPDATE, DELETE'
      WHEN table_name = 'lms_users' THEN 'SELECT, UPDATE'
      ELSE 'SELECT'
    END,
    ' ON `', table_schema, '`.`', table_name, '` TO cloop_web@''%'';'
  ) AS statement
FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE';
