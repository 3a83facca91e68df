"""The command: what is typed → a question, the Study printed or written, files checked, pages built and served.

From the ground up; a file may import those of the lines above, and those before an arrow:

    failures
    questions
    showing checking building
    options → completion
    main
"""
