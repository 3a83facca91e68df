"""`python app.py` serves Wengert; `app:create_app()` is its WSGI application, which lives in wengert/web."""

if __name__ == "__main__":
    from wengert.web.servers.early import start_fork_server

    start_fork_server()

from wengert.web.application import create_app, main

__all__ = ["create_app", "main"]

if __name__ == "__main__":
    main()
