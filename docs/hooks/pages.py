"""Pages made from the code: command line, API, data dictionary, codebook, gallery, notebooks; and the navigation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import click
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "build" / "notebooks"
MODULES = {
    "textmine": "读入、解析、标注、运行 · the flow",
    "textmine.analysis": "分析 · analyses",
    "textmine.charts": "图表 · charts",
    "textmine.evaluation": "评测 · evaluation",
    "textmine.evaluation.agreement": "编码一致性 · agreement",
    "textmine.estimators": "scikit-learn",
    "textmine.components": "spaCy",
    "textmine.annotation": "人工标注数据 · labelled data",
    "textmine.schema": "类型 · types",
}
HOW_TO = ["howto/oversight.md", "howto/research.md", "howto/teaching.md", "howto/recipes.md"]
_NAMED = re.compile(r"^(\*{0,2}\w+(?:, \w+)*): (?=\S)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The navigation; every page below ``methods/`` and every page on accuracy is in it."""
    docs = Path(config.docs_dir)
    methods = sorted((docs / "methods").glob("*.md"))
    accuracy = sorted(docs.glob("accuracy*.md"))

    def short(*pages: Path) -> list[dict[str, str]]:
        """Pages under the first words of their headings, since the column of the navigation is narrow."""
        heads = [page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for page in pages]
        return [
            {head.partition(":")[0]: page.relative_to(docs).as_posix()}
            for head, page in zip(heads, pages, strict=True)
        ]

    config.nav = [
        {"中文": [{"首页": "index.md"}, "start.md", "concepts.md", {"怎样做": HOW_TO}]},
        {
            "English": [
                {"Home": "en/index.md"},
                "en/start.md",
                "en/concepts.md",
                {"How to": [f"en/{page}" for page in HOW_TO]},
            ]
        },
        {
            "看和学 Look and learn": [
                {"笔记本与课程 Notebooks and course": "notebooks.md"},
                {"图例 Gallery": "gallery.md"},
            ]
        },
        {"方法 Methods": [{"总览 Overview": "methods.md"}, *short(*methods, docs / "checks.md")]},
        {
            "质量 Quality": [
                *short(*accuracy),
                {"核查的准确率 Accuracy of checks": "check_accuracy.md"},
                {"标注 Annotation": "annotation.md"},
                {"速度和规模 Performance": "performance.md"},
            ]
        },
        {
            "参考 Reference": [
                {"命令行 Command line": "reference/cli.md"},
                {"数据字典 Data dictionary": "reference/data.md"},
                {"编码手册 Codebook": "reference/codebook.md"},
                *({name: f"reference/{name}.md"} for name in MODULES),
            ]
        },
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the code."""
    from mkdocs.structure.files import File

    from docs.hooks.gallery import gallery

    pages = {
        "reference/cli.md": cli_page(),
        "reference/data.md": data_page(),
        "reference/codebook.md": codebook_page(),
        **{f"reference/{name}.md": module_page(name, title) for name, title in MODULES.items()},
    }
    charts, pages["gallery.md"] = gallery()
    rendered, pages["notebooks.md"] = notebook_pages()
    for uri, content in {**pages, **charts}.items():
        files.append(File.generated(config, uri, content=content))
    for uri, path in rendered.items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def cli_page() -> str:
    """Every command with its options, from click."""
    import click

    from textmine.cli import cli

    parts = [
        "# 命令行 Command line\n\nMade from the program itself; `textmine COMMAND --help` prints the same.\n"
    ]
    context = click.Context(cli, info_name="textmine")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        inside = click.Context(command, info_name=name, parent=context)
        parts.append(_command(command, inside))
        for below, part in sorted(getattr(command, "commands", {}).items()):
            parts.append(_command(part, click.Context(part, info_name=below, parent=inside)))
    parts.append("## 退出码 Exit codes\n\n- 0 完成，个别文件的问题写在结果里 · done; issues with single files are in the output\n- 1 没有可用的年报，或加了 `--strict` 而有问题记录 · nothing usable in the input, or `--strict` and an issue\n- 2 命令写法有误 · wrong call\n")  # fmt: skip
    return "\n".join(parts)


def _command(command: click.Command, context: click.Context) -> str:
    from textmine.cli._help import chinese_help

    path = tuple(context.command_path.split()[1:])
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1]:
            says = chinese_help(path, "help" if "--help" in parameter.opts else parameter.name)
            rows.append(f"| <code>{_cell(record[0])}</code> | {_cell(record[1])} | {_cell(says)} |")
    text = inspect.cleandoc(command.help or "").replace("\b\n", "") + f"\n\n{chinese_help(path)}"
    table = "\n".join(["| option 选项 | meaning | 含义 |", "| --- | --- | --- |", *rows])
    depth = "#" * context.command_path.count(" ")
    return f"#{depth} {context.command_path.partition(' ')[2]}\n\n```console\n$ {usage}\n```\n\n{text}\n\n{table}\n"


def _cell(text: str) -> str:
    return text.replace("<", "&lt;").replace("|", "&#124;").replace("\n", " ")


def data_page() -> str:
    """All tables with their columns."""
    from textmine.tables import FORMAT_VERSION, TABLES

    parts = [
        f"# 数据字典 Data dictionary\n\nTables of a run, `tables/<name>.parquet` and `.csv`, format {FORMAT_VERSION}. Blank cells of reports are null, never 0.\n"
    ]
    for name, columns in TABLES.items():
        rows = [f"| `{column.name}` | {column.type} | {_cell(column.meaning)} |" for column in columns]
        parts.append(
            "\n".join([f"## {name}\n", "| column | type | meaning |", "| --- | --- | --- |", *rows, ""])
        )
    return "\n".join(parts)


def codebook_page() -> str:
    """The themes with what belongs and what does not."""
    from textmine import load_codebook

    book = load_codebook()
    parts = ["# 编码手册 Codebook\n"]
    for family in book.families:
        parts.append(f"## {family.zh} {family.en}\n")
        for theme in book.themes:
            if theme.family == family.id:
                article = f" 条例第 {theme.article} 条。" if theme.article else ""
                excluded = "".join(f"\n- not: {_cell(line)}" for line in theme.exclude)
                parts.append(
                    f"### {theme.zh} `{theme.id}`\n\n{theme.definition_zh}{article}\n\n{theme.en}. {theme.definition}\n\n- 包括：{'；'.join(theme.include)}{excluded}\n"
                )
    return "\n".join(parts)


def module_page(name: str, title: str) -> str:
    """Public names of a module with signatures and docstrings."""
    from importlib import import_module

    module = import_module(name)
    names = getattr(module, "__all__", None) or [key for key in vars(module) if _own(module, key)]
    parts = [f"# {name}\n\n*{title}*\n\n{markdown(module.__doc__ or '')}\n"]
    for key in names:
        thing = getattr(module, key)
        if key.startswith("__") or not (inspect.isclass(thing) or inspect.isroutine(inspect.unwrap(thing))):
            continue
        parts.append(
            f"## {key}\n\n```python-signature\n{_signature(key, thing)}\n```\n\n{markdown(inspect.getdoc(thing) or '')}\n"
        )
        if inspect.isclass(thing):
            parts += list(_methods(key, thing))
    return "\n".join(parts).replace("```python-signature", "``` { .python .no-copy }")


def _own(module: Any, key: str) -> bool:
    thing = getattr(module, key)
    return not key.startswith("_") and getattr(thing, "__module__", "") == module.__name__


def _methods(owner: str, thing: type) -> Iterator[str]:
    for key, member in vars(thing).items():
        if not key.startswith("_") and inspect.isfunction(member) and member.__doc__:
            yield f"### {owner}.{key}\n\n``` {{ .python .no-copy }}\n{_signature(key, member)}\n```\n\n{markdown(inspect.getdoc(member) or '')}\n"


def _signature(name: str, thing: Any) -> str:
    """One parameter a line where the signature is long."""
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):
        return name
    whole = _unquoted(f"{name}{signature}")
    if len(whole) <= 90:
        return whole
    inner, back = str(signature)[1:].rsplit(")", 1)
    listed = ",\n    ".join(str(one) for one in _with_star(signature))
    return _unquoted(f"{name}(\n    {listed},\n){back}") if inner else whole


def _unquoted(signature: str) -> str:
    return re.sub(r"(: |-> )'([^']+)'", r"\1\2", signature)


def _with_star(signature: inspect.Signature) -> Iterator[str]:
    starred = False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        yield str(parameter)


def markdown(docstring: str) -> str:
    """A docstring as Markdown: underlined heads in bold, ``name: meaning`` as list, double backticks as code."""
    lines = inspect.cleandoc(docstring).splitlines()
    out: list[str] = []
    inside = False
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch(r"-{3,}", line):
            continue
        if re.fullmatch(r"-{3,}", after):
            inside = True
            out += ["", f"**{line}**", ""]
        elif line.endswith("::"):
            out += [line[:-1], ""]
        elif inside and _NAMED.match(line):
            out.append(_NAMED.sub(r"- `\1`: ", line))
        else:
            out.append(line)
    return re.sub(r"``([^`]+)``", r"`\1`", "\n".join(out)).replace("<", "&lt;")


def notebook_pages() -> tuple[dict[str, Path], str]:
    """The rendered notebooks, and the page that lists them."""
    from notebooks.sources import ROOT as SOURCES
    from notebooks.sources import versions

    rendered: dict[str, Path] = {}
    rows: dict[str, list[str]] = {"research": [], "student": [], "teacher": []}
    for item in versions():
        links = []
        for suffix, word in ((".html", "HTML"), (".ipynb", "ipynb")):
            path = (NOTEBOOKS / item.path).with_suffix(suffix)
            if path.exists():
                uri = f"notebooks/{item.path.with_suffix(suffix).as_posix()}"
                rendered[uri] = path
                links.append(f"[{word}]({uri})")
        made = item.notebook()
        # The second line of every notebook is its title, or what it is about, in the other language.
        about = made.cells[0].source.splitlines()[2].strip("*")
        rows[item.version].append(f"| {made.metadata['title']} | {about} | {' · '.join(links)} |")
    heads = {
        "research": "## 研究笔记本 For researchers",
        "student": "## 课程（学生版） Course, student version",
        "teacher": "## 课程（教师版） Course, teacher version",
    }
    parts = [
        "# 笔记本与课程 Notebooks and course\n\n在本机运行 `make lab` 打开全部笔记本。*`make lab` opens all of them in JupyterLab; nothing leaves your machine.*\n"
    ]
    for version, head in heads.items():
        parts.append(
            "\n".join(
                [
                    f"{head}\n",
                    "| 题目 Title | 内容 About | 打开 Open |",
                    "| --- | --- | --- |",
                    *rows[version],
                    "",
                ]
            )
        )
    figures = sorted((NOTEBOOKS / "course" / "teacher" / "figures").glob("*.png"))
    if figures:
        parts.append("## 投影用图 Figures for slides\n")
    for path in figures:
        uri = f"notebooks/course/teacher/figures/{path.name}"
        rendered[uri] = path
        parts.append(f"[![{path.stem}]({uri}){{ width=240 }}]({uri})")
    parts.append("")
    for name in ("teacher-notes.md", "rubric.md"):
        parts.append(
            (SOURCES / "course" / name)
            .read_text(encoding="utf-8")
            .replace("\n## ", "\n### ")
            .replace("# ", "## ", 1)
        )
    return rendered, "\n".join(parts)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Take the worker for pages opened from the disk from the site itself: search must not need a network."""
    local = f"{'../' * page.url.count('/')}javascripts/iframe-worker.js"
    return re.sub(r"https://unpkg\.com/iframe-worker/shim", local, output)


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the page shown for addresses that are not there."""
    return output.replace("https://unpkg.com/iframe-worker/shim", "/javascripts/iframe-worker.js")
