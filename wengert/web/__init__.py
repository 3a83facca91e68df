"""The web: create_app in application.py, settings, problems, and what routes share.

From the ground up; a file may import those of the lines above, and those before an arrow:

    bundle files late problems settings
    replies
    preview → application
"""
