"""`scim2 test`, with one fault of scim2-tester mended.

It makes the value of a member from the last segment of the user's address and leaves that percent-encoded (scim2_tester/filling.py,
_fix_ref_value). An id with a bar then is the id of nobody: RFC 3986, section 2.4, wants it decoded.
"""

from urllib.parse import unquote

from scim2_cli import cli
from scim2_tester import filling

taken_from_address = filling._fix_ref_value


def decoded(context, obj):
    taken_from_address(context, obj)
    if getattr(obj, "ref", None) and getattr(obj, "value", None):
        obj.value = unquote(obj.value)


filling._fix_ref_value = decoded
cli()
