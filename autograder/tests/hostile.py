"""What a student could hand in to hurt whoever opens it. Every script calls `hacked()`."""

import base64
import io

from nbformat.v4 import new_code_cell, new_markdown_cell
from PIL import Image, PngImagePlugin

SCRIPT = "parent.hacked=top.hacked=window.hacked=true"
ELSEWHERE = "http://elsewhere.invalid"
# A folder's name, so without a slash.
NAME = f"<img src=x onerror={SCRIPT}>"


def picture(comment="hidden in the file", kind="PNG"):
    """A data: address of a small picture, with a comment in its file."""
    written = io.BytesIO()
    note = PngImagePlugin.PngInfo()
    note.add_text("note", comment)
    extra = {"pnginfo": note} if kind == "PNG" else {"comment": comment.encode()}
    Image.new("RGB", (4, 3), "teal").save(written, kind, **extra)
    return f"data:image/{kind.lower()};base64," + base64.b64encode(written.getvalue()).decode()


PAGE = base64.b64encode(f"<script>{SCRIPT}</script>".encode()).decode()
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload='{SCRIPT}'><script>{SCRIPT}</script></svg>"

MARKDOWN = [
    f"<script>{SCRIPT}</script>",
    f"text <script>{SCRIPT}</script> text <ScRiPt >{SCRIPT}</sCrIpT>",
    f"<img src=x onerror={SCRIPT}>",
    f"<img src='x' alt='`' onerror='{SCRIPT}'//>",
    f"<svg onload={SCRIPT}>",
    f"<svg><animate onbegin={SCRIPT} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{SCRIPT}'><text y=20>press</text></a></svg>",
    f"<math href='javascript:{SCRIPT}'>press</math>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror={SCRIPT}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={SCRIPT}>'>",
    f"<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id='</textarea>"
    f"<img onerror={SCRIPT} src=1>'></form>",
    f"<iframe src='javascript:{SCRIPT}'></iframe>",
    f"<iframe srcdoc='<script>{SCRIPT}</script>'></iframe>",
    f"<object data='data:text/html;base64,{PAGE}'></object>",
    f"<embed src='data:text/html;base64,{PAGE}'>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}/moved'>",
    f"<base href='{ELSEWHERE}/'>",
    f"<link rel=stylesheet href='{ELSEWHERE}/style.css'>",
    f"<style>@import '{ELSEWHERE}/style.css'; body {{ display: none }}</style>",
    f"<p style='background:url({ELSEWHERE}/background.png);position:fixed'>styled</p>",
    f"<details open ontoggle={SCRIPT}><summary>open</summary>never closed",
    f"<input autofocus onfocus={SCRIPT}>",
    f"<video><source onerror={SCRIPT}></video> <audio src=x onerror={SCRIPT}></audio>",
    f"<body onload={SCRIPT}>",
    f"<form action='{ELSEWHERE}/steal'><button formaction='javascript:{SCRIPT}'>press</button>",
    "</div></div></section></main></body></html>",
    f"<!-- --><script>{SCRIPT}</script><!--",
    f"[press](javascript:{SCRIPT})",
    f"[press](JaVaScRiPt&colon;{SCRIPT})",
    f"[press](&#106;avascript:{SCRIPT})",
    f"[press](java&#x0A;script:{SCRIPT})",
    f"<javascript:{SCRIPT}>",
    f"[press][it]\n\n[it]: javascript:{SCRIPT}",
    f"[press](data:text/html;base64,{PAGE})",
    "[press](page.html) and ![](page.html)",
    f"[press](vbscript:{SCRIPT})",
    f'![x](x" onerror="{SCRIPT})',
    f"![x]({ELSEWHERE}/picture.png)",
    f"![x](data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()})",
    f"![x](data:image/png;base64,{base64.b64encode(SVG.encode()).decode()})",
    f"![x](data:text/html;base64,{PAGE})",
    "![a picture](attachment:missing.png)",
    f'```mermaid\ngraph TD; A["<img src=x onerror={SCRIPT}>"]\n```',
    f'```"><script>{SCRIPT}</script>\nx\n```',
    f"$\\href{{javascript:{SCRIPT}}}{{press}}$",
    f'$\\class{{x" onclick="{SCRIPT}}}{{y}}$ $\\style{{background:url({ELSEWHERE}/s)}}{{y}}$',
    f"$\\text{{<img src=x onerror={SCRIPT}>}}$ $$<script>{SCRIPT}</script>$$",
    f'![$\\text{{" onerror={SCRIPT} "}}$]({picture()})',
    f"\\begin{{<script>{SCRIPT}</script>}}x\\end{{y}}",
    f"# <img src=x onerror={SCRIPT}>",
    f"| <img src=x onerror={SCRIPT}> |\n|---|\n| <script>{SCRIPT}</script> |",
]

CODE = f'''\
print("</pre></details><script>{SCRIPT}</script>")
print("\\x1b[31m<img src=x onerror={SCRIPT}>\\x1b[0m")
from IPython.display import HTML, Javascript, display
display(HTML("<script>{SCRIPT}</script>"), Javascript("{SCRIPT}"))
'''
ERROR = f'raise ValueError("</pre><img src=x onerror={SCRIPT}>")'
MAGIC = f"%%javascript\n{SCRIPT}"


def hostile(notebook):
    """Put all of it into a student's notebook, among its own cells; returns the notebook."""
    own = [new_markdown_cell(text) for text in MARKDOWN]
    for cell in own:
        cell.attachments = {"missing.svg": {"image/svg+xml": SVG}}
    own += [new_code_cell(text) for text in (CODE, ERROR, MAGIC)]
    own[-1].outputs = []
    notebook.cells[1:1] = own
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": SCRIPT}}
    return notebook
