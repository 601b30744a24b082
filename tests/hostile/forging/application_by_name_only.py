# class: forging
# shape: page
# verdict: failed
# code: judge.not-an-application | judge.raised-at
"""Returns an object that says it is an Application; a server made of it can serve nothing."""

class Poser:
    def __call__(self, request):
        request.connection.finish()


def make_app():
    return Poser()
