"""The web app: pages for people, JSON for programs, feeds. `app.create_app` puts them together."""
