"""An editor who publishes one story after the other: `python -m tests.chaos.publisher NAME STORIES [dies]`.

With `dies`, her machine is switched off right after the last commit, before anything is printed.
"""

import os
import sys


def main(name: str, stories: int, dies: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django

    django.setup()
    from broadsheet.press import log
    from broadsheet.sections.models import Section
    from broadsheet.stories.models import Story

    section = Section.objects.get(slug="local-news")
    for number in range(stories):
        story = Story(
            title=f"{name} story {number}", live=False, body=[("paragraph", "<p>Words.</p>")]
        )
        Section.objects.get(pk=section.pk).add_child(instance=story)
        revision = story.save_revision()
        if dies and number == stories - 1:
            log.catch_up = lambda: os.kill(os.getpid(), 9)
        revision.publish()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), "dies" in sys.argv[3:])
