DROP INDEX `student_resources_by_user` ON `student_resources`;
