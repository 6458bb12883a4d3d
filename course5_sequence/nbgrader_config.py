load_subconfig("nbgrader_config.py", path=__import__("autograder").__path__[0])  # noqa: F821
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "course5_sequence"
