"""What is taught: course folders, blueprints, question banks."""
