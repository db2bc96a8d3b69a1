"""The sample's pictures: every motif, the size asked for, one seed one picture."""

import io
import random
import re
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from xiangyin.sample import pictures

SMALL = (300, 200)
README = Path(pictures.__file__).parents[1] / "seeds" / "README.md"


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def test_the_motifs_are_those_the_seeds_may_name():
    line = re.search(r"^Motifs: (.+)\.$", README.read_text("utf-8"), re.MULTILINE)

    assert list(pictures.MOTIFS) == line.group(1).split()


@pytest.mark.parametrize("motif", pictures.MOTIFS)
def test_every_motif_draws_one_picture_for_one_seed(motif):
    first = pictures.draw(motif, seed="chawan-first-tea", size=SMALL)

    again = pictures.draw(motif, seed="chawan-first-tea", size=SMALL)
    other = pictures.draw(motif, seed="daping-first-rice", size=SMALL)

    image = opened(first)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", SMALL)
    assert max(ImageStat.Stat(image).stddev) > 12  # not a blank sheet
    assert again == first
    assert other != first


def test_the_global_dice_are_left_alone():
    before = random.getstate()

    pictures.draw("tea", seed="a", size=SMALL)

    assert random.getstate() == before


def test_ten_seeds_give_ten_pictures():
    drawn = {pictures.draw("tea", seed=str(n), size=SMALL) for n in range(10)}

    assert len(drawn) == 10


def test_a_picture_has_its_full_size_and_stays_light():
    jpeg = pictures.draw("herbs", seed="a")

    assert opened(jpeg).size == (1200, 800)
    assert opened(jpeg).info["progressive"]
    assert len(jpeg) < 180_000


@pytest.mark.parametrize("motif", pictures.MOTIFS)
def test_an_upright_picture_of_odd_size_works_too(motif):
    image = opened(pictures.draw(motif, seed="a", size=(201, 303)))

    assert image.size == (201, 303)


def test_an_unknown_motif_is_a_mistake_of_the_program():
    with pytest.raises(KeyError):
        pictures.draw("portrait", seed="a")
