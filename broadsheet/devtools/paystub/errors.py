"""What the stand-in refuses: to start, and calls, in the processor's own form."""

from broadsheet.lib.errors import BroadsheetError


class PaystubError(BroadsheetError):
    """The stand-in processor does not do this."""


class CallRefusedError(PaystubError):
    """A call, or an act of somebody who pays, is answered with one of the processor's errors.

    Args:
        status: of HTTP; it decides which of its exceptions the library raises.
        kind: the processor's `type`, such as `invalid_request_error`.
        more: further fields of the answer, such as `decline_code`.
    """

    def __init__(
        self,
        message: str,
        *,
        param: str = "",
        code: str = "",
        status: int = 400,
        kind: str = "invalid_request_error",
        **more: object,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.fields: dict[str, object] = {"type": kind, "message": message, **more}
        if param:
            self.fields["param"] = param
        if code:
            self.fields["code"] = code


def missing(kind: str, key: str, param: str = "id") -> CallRefusedError:
    """Return the answer for something that is not there."""
    named = kind.replace("_", " ").replace(".", " ")
    return CallRefusedError(
        f"No such {named}: '{key}'", param=param, code="resource_missing", status=404
    )
