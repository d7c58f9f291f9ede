"""Guides become safe HTML: what they use is drawn, everything else is text."""

from jejaring.ui.prose import inline, parts


def same(to: str) -> str:
    return to.upper()


def test_headings_cut_a_guide_into_parts() -> None:
    found = parts("# Title\n\nOpening\nin two lines.\n\n## One\n\nText.\n\n### Deeper\n", same)

    assert [(p.level, p.title, p.html) for p in found] == [
        (1, "Title", "<p>Opening in two lines.</p>"), (2, "One", "<p>Text.</p>"), (3, "Deeper", ""),
    ]  # fmt: skip


def test_lists_steps_notes_commands_and_tables_are_drawn() -> None:
    lists = "- one\n  and more\n- two\n\n1. first\n2. second\n\n> Mind\n> this.\n\n"
    text = f"# T\n\n{lists}```sh\n./run <x>\n\n# no heading\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"

    (part,) = parts(text, same)

    assert part.html == (
        '<ul class="points"><li>one and more</li><li>two</li></ul><ol class="numbered"><li>first</li><li>second</li></ol>'
        '<p class="notice calm">Mind this.</p><pre><code>./run &lt;x&gt;\n\n# no heading</code></pre>'
        '<table class="table"><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        '<tbody><tr><th scope="row">1</th><td>2</td></tr></tbody></table>'
    )


def test_labels_commands_and_links_are_marked_and_the_rest_is_escaped() -> None:
    said = inline("Press **Save & go**, type `a<b>`, see [the guide](x.md) <script>", same)

    assert said == (
        "Press <strong>Save &amp; go</strong>, type <code>a&lt;b&gt;</code>, see <a href=\"X.MD\">the guide</a> &lt;script&gt;"
    )


def test_pictures_stay_in_the_printed_guide() -> None:
    assert parts("# T\n\n![The desk](pictures/desk.png)\n\nText.\n", same)[0].html == "<p>Text.</p>"
