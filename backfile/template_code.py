"""How templates become Python code: Jinja's own way, with less work for each piece of text.

Jinja hands every piece on for itself and wraps each escaped value; a page has some hundred of
them. Here the pieces between two statements are joined at once, and escaped text stays plain text,
which is all that joining needs.
"""

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class LeanCode(CodeGenerator):
    """Writes the code of one template."""

    def visit_Template(  # noqa: N802  (named by the class)
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Write the whole template."""
        self.writeline("from backfile.escaping import shown")
        super().visit_Template(node, frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write a run of text and values: gathered, and handed on as one piece."""
        if frame.buffer is not None or frame.require_output_check or len(node.nodes) < 2:
            super().visit_Output(node, frame)
            return
        frame.buffer = "pieces"
        try:
            self.writeline("pieces = []")
            super().visit_Output(node, frame)
        finally:
            frame.buffer = None
        self.writeline("yield ''.join(pieces)")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")
