"""`python app.py` serves Wengert; `app:create_app()` is its WSGI application, which lives in wengert/web."""

from wengert.web.application import create_app, main

__all__ = ["create_app", "main"]

if __name__ == "__main__":
    main()
