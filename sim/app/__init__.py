"""The web app: a server for one page that asks, and answers with paired numbers. See `docs/decisions/0021-the-web-app.md`."""
