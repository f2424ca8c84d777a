"""The app. The only place where gradio is imported."""
