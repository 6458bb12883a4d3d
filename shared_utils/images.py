"""Bring a student's own picture into the shape of a course's picture set."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

PICTURE_ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
MODES = {1: "L", 3: "RGB"}
MOST_PIXELS = 80_000_000
CLOTHES_SIDE = 28


def load_picture(path: str | Path, height: int, width: int, channels: int) -> np.ndarray:
    """Read a picture file, crop it around its centre and resize it.

    A photo is turned upright as its camera noted (EXIF). The largest centred part with the wanted
    ratio of height to width is kept, so nothing is stretched. Transparent parts become white.
    Of an animation only the first picture is read.

    Args:
        path: the picture file; a relative path starts at the current folder.
        height: rows of the result.
        width: columns of the result.
        channels: 1 for grey or 3 for colour (red, green, blue).

    Returns:
        (1, height, width, channels) uint8, one picture as a batch of one.

    Raises:
        FileNotFoundError: there is no such file; the message lists the pictures in that folder.
        ValueError: the file is not a picture that Pillow can read, it is damaged, far too large
            or has more than 256 levels of grey; or `height`, `width` or `channels` make no sense.
    """
    if channels not in MODES:
        raise ValueError(f"channels must be 1 (grey) or 3 (colour), but it is {channels!r}.")
    if height < 1 or width < 1:
        raise ValueError(f"height and width must be at least 1, but they are {height} and {width}.")
    path = Path(path).absolute()
    if not path.is_file():
        raise FileNotFoundError(_missing_message(path))
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError(_too_large_message(path))
            if opened.mode.startswith(("I", "F")):
                # Pillow would clip these to white.
                raise ValueError(
                    f"The picture {path} has more than 256 levels of grey in each pixel. Save it "
                    "as an ordinary 8-bit PNG or JPEG and try again."
                )
            picture = _upright_on_white(opened).convert(MODES[channels])
    except Image.DecompressionBombError as error:
        raise ValueError(_too_large_message(path)) from error
    except UnidentifiedImageError as error:
        raise ValueError(
            f"{path} is not a picture that Pillow can read. Save it as JPEG or PNG and try again "
            "(photos ending in .heic, as some phones make, need this too)."
        ) from error
    except (OSError, SyntaxError) as error:
        raise ValueError(
            f"The picture {path} cannot be read to its end ({error}). It may be damaged or only "
            "half copied: copy it again, or open it elsewhere and save it as PNG."
        ) from error
    fitted = ImageOps.fit(picture, (width, height), method=Image.Resampling.LANCZOS)
    return np.array(fitted, dtype=np.uint8).reshape(1, height, width, channels)


def match_clothes_style(image: np.ndarray) -> np.ndarray:
    """Make a photo of one piece of clothing look like the pictures of `load_clothes`.

    For a photo with one garment on a plain background, loaded larger than 28 by 28 and with the
    photo's own ratio so that nothing is cut off: `load_picture(path, 400, 300, 1)`. In this order:

    1. The background's brightness is the median of the outermost rows and columns.
    2. If the background is light, the picture is negated: dark clothes become light.
    3. The background's brightness is subtracted and the rest spread over 0 to 255, so that the
       background becomes black.
    4. The picture is trimmed to the garment: the rows and columns where at least 2 % of the
       pixels are above 30.
    5. The garment's longer side is resized to 28 and the shorter one filled up with black, half
       on each side.

    Shadows and patterned backgrounds count as garment; a garment as bright as its background is
    lost.

    Args:
        image: (1, height, width, 1) uint8.

    Returns:
        (1, 28, 28, 1) uint8, light on black.

    Raises:
        ValueError: `image` has another shape or dtype, or nothing stands out from the background.
    """
    if image.dtype != np.uint8 or image.ndim != 4 or (image.shape[0], image.shape[3]) != (1, 1):
        raise ValueError(
            "image must be one grey picture, (1, height, width, 1) uint8, as load_picture gives "
            f"it with channels=1; this one is {image.shape} {image.dtype}."
        )
    pixels = image[0, :, :, 0].astype(np.float64)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    background = np.median(border)
    if background > 127:
        pixels = 255 - pixels
        background = 255 - background
    pixels = np.clip((pixels - background) * 255 / (255 - background), 0, 255)

    stands_out = pixels > 30
    rows = np.flatnonzero(stands_out.mean(axis=1) >= 0.02)
    columns = np.flatnonzero(stands_out.mean(axis=0) >= 0.02)
    if rows.size == 0 or columns.size == 0:
        raise ValueError(
            "Nothing in this picture stands out from its background. Photograph the garment on a "
            "plain background that is clearly lighter or darker than it."
        )
    garment = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    side = (CLOTHES_SIDE, CLOTHES_SIDE)
    picture = Image.fromarray(np.round(garment).astype(np.uint8))
    padded = ImageOps.pad(picture, side, method=Image.Resampling.LANCZOS, color=0)
    return np.array(padded).reshape(1, CLOTHES_SIDE, CLOTHES_SIDE, 1)


def _upright_on_white(opened: Image.Image) -> Image.Image:
    """The picture turned as its EXIF orientation says, without transparent parts."""
    upright = ImageOps.exif_transpose(opened)
    if not upright.has_transparency_data:
        return upright
    upright = upright.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)


def _missing_message(path: Path) -> str:
    if path.is_dir():
        folder, problem = path, f"{path} is a folder, not a picture file."
    elif path.parent.is_dir():
        folder, problem = path.parent, f"There is no file {path.name} in the folder {path.parent}."
    else:
        return f"There is no folder {path.parent}, so {path.name} cannot be in it."
    found = sorted(
        entry.name for entry in folder.iterdir() if entry.suffix.lower() in PICTURE_ENDINGS
    )
    if not found:
        return f"{problem} It holds no pictures; copy yours there or give its full path."
    shown = ", ".join(found[:10]) + (f" and {len(found) - 10} more" if len(found) > 10 else "")
    return f"{problem} The pictures there: {shown}."


def _too_large_message(path: Path) -> str:
    return (
        f"The picture {path} has more than {MOST_PIXELS:,} pixels, too many to open safely. "
        "Save a smaller copy and use that."
    )
