"""Authoring and grading of the course: for authors and instructors."""
