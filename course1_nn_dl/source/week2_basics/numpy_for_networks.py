# %% [markdown]
# # Numpy for networks: shapes that fit
#
# A lost-property office keeps a photograph of everything that was found. You have lost a bag. You
# send the office a picture of it, and a program shows the five found things that look most like
# it. Today you write such a search, and with it the dozen moves of numpy of which networks are
# made.
#
# **The puzzle.** By daylight the office's program works: it finds five bags. At dusk each pixel of
# the same photograph is 0.4 times as bright, and the program finds five pullovers. Nothing crashes.
# What went wrong, and which single line mends it? In Part 8 you will measure it.

# %%
import math
import time

import numpy as np

from shared_utils.boxes import array_boxes, broadcast_boxes, reduction_boxes
from shared_utils.checks import accepts, same, slope, untouched
from shared_utils.datasets import load_clothes
from shared_utils.plots import curves, image_grid, show
from shared_utils.predictions import compare_prediction
from shared_utils.sliders import slider

# %% only="source"
from autograder.authoring.plain import (
    L1_reference,
    L2_reference,
    basic_sigmoid_reference,
    broadcast_shape_reference,
    case_share_reference,
    gains_reference,
    hit_share_reference,
    hits_by_kind_reference,
    image2vector_reference,
    kind_shares_reference,
    normalize_rows_reference,
    pictures_to_rows_reference,
    products_of_columns_reference,
    products_of_rows_reference,
    products_with_data_reference,
    rng,
    row_shares_reference,
    sigmoid_derivative_reference,
    sigmoid_reference,
    softmax_reference,
    squared_distances_reference,
    without_stamp_reference,
)

# %%
clothes = load_clothes()
found_images = clothes.train_images[:1000]  # the things that the office keeps
found_labels = clothes.train_labels[:1000]
LOST = 431  # the number of the test picture that the puzzle is about
DUSK = 0.4


def program_of_the_office(photograph, found):
    """The five of many found pictures that are closest to a photograph, by a loop."""
    distances = [np.sum((picture - photograph) ** 2) for picture in found]
    return np.argsort(distances)[:5]


# %% demo="puzzle"
for light, when in ((1.0, "by daylight"), (DUSK, "at dusk")):
    photograph = light * clothes.test_images[[LOST]]
    five = program_of_the_office(photograph[0], found_images)
    names = [clothes.class_names[k] for k in found_labels[five]]
    pictures = np.concatenate([photograph, found_images[five]]) / 255
    show(
        image_grid(pictures, [f"lost, {when}", *names], columns=6),
        f"A lost bag photographed {when}, and the five found things that the program shows: "
        + ", ".join(names),
    )

# %% [markdown]
# **The data.** Photographs from the catalogue of one European shop: Fashion-MNIST, Zalando 2017,
# MIT licence; the sheet in `data/README.md` names its limits. Look before you search:

# %% demo="look_at_data"
print("found:", found_images.shape, found_images.dtype, "lost:", clothes.test_images.shape)
print("brightness from", found_images.min(), "to", found_images.max())
print("found things of each kind:", np.bincount(found_labels))
known = {picture.tobytes() for picture in found_images}
print("lost pictures among the found:", sum(p.tobytes() in known for p in clothes.test_images))

# %% [markdown]
# ## What you will be able to do
#
# | After this lesson you can … | … and show it by writing |
# |---|---|
# | **predict** the shape of a result | Part 1; Part 2, for example `broadcast_shape` |
# | **choose** axis and product | `normalize_rows`, Part 2's question; Part 3; `squared_distances` |
# | **derive** a formula, **write** it for whole arrays | Parts 5 and 6, for example `softmax` |
# | **find** a silent mistake, **write** a test | Parts 4 and 7, for example `check_row_shares` |
# | **measure** what one line changes | Part 8, for example `case_share`, `gains` |
# | **build** a search and say whom it serves | Part 9, for example `find_similar`, `hits_by_kind` |
#
# Every graded answer has its place in a row. A row that names a part means all other answers of it.
#
# **You need:** Python's functions, loops, list comprehensions and `lambda`; what a photograph is to
# a computer (week 1); from school, the sum sign, $e^x$ with its derivative, and the product rule.
# The matrix product is recalled in Part 3.
#
# **Time:** Part 1: 20 minutes, 2: 25, 3: 25, 4: 10, 5: 20, 6: 20, 7: 20, 8: 30, 9: 30.
# That is three hours and twenty minutes; stop after any part, and take Parts 8 and 9 on another
# day.
#
# **Computer:** the whole notebook took 17 seconds on two cores, 6 of them in Parts 8 and 9;
# 0.35 GB of memory; no network.
#
# ## How the lesson works
#
# - Write your code where you see `YOUR CODE HERE`. The cell below it is the *check*: run it as
#   often as you like. It says what is right, what is wrong, and on which input.
# - Grading runs the same checks. It adds hidden cases: **the same statements on fresh random
#   numbers**, with other sizes. Nothing else is new there.
# - Questions without points are for you; the reply comes at once. A prediction earns its point
#   when you make it, not when it is right.
#
# ## Conventions, said once
#
# - A *shape* is a tuple. `(3,)` has one axis: it is neither a row, which is `(1, 3)`, nor a column,
#   which is `(3, 1)`.
# - *Axis 0* counts rows, *axis 1* counts columns.
# - **Rows are examples in this lesson**: one picture, one row, shape $(m, n)$ for $m$ pictures.
#   (Only `image2vector` and items 5 to 8 of Part 3 use columns.) From the next lesson on, columns
#   are examples, and `softmax` will work on columns. Both conventions are common. So read shapes.
# - `*` multiplies entry by entry. `@` is the matrix product.
# - No function of yours changes the arrays that it is given.

# %% [markdown]
# ---
# # Part 1 · Shapes are boxes
#
# *20 minutes.* A question to warm up. Write a letter, run the cell, read the reply.

# %% [markdown] question="features_of_a_picture"
# **From week 1.** A network gets a grey photograph of 28 by 28 pixels as one example. What are its
# features, and how many are there?
#
# - [ ] One feature: the kind of thing in the picture.
#   > That is the label, which the network should find. What numbers does it get to find it?
# - [x] 784 features: the brightness of each pixel.
#   > Yes, 28 times 28 numbers. All examples together are a table with a row for each picture.
# - [ ] 28 features: one for each row of pixels.
#   > A row of pixels holds 28 numbers of its own. How many numbers are there in all?

# %% [markdown]
# ## Worked example: the axis that you name is joined
#
# `A` has two rows and three columns. A *reduction*, such as `sum`, joins numbers along an axis.
# Boxes of one colour and letter are joined into one box.

# %%
A = np.array([[1, 2, 3], [4, 5, 6]])
print("shape", A.shape)
print("axis=0:", A.sum(axis=0), "  axis=1:", A.sum(axis=1))

# %% demo="look_at_reductions"
for axis in (0, 1):
    show(
        reduction_boxes(A, axis),
        f"A table of 2 by 3 boxes. Summed along axis {axis}, boxes of one colour become one box. "
        + (
            "The rows disappear; 3 sums are left."
            if axis == 0
            else "The columns disappear; 2 sums."
        ),
    )

# %% [markdown]
# **The axis that you name disappears.** With `keepdims=True` it stays, with length 1. That looks
# like a detail. In Part 2 it decides whether the next line is right.
#
# ## Worked example: five more ways to a new shape

# %%
A = np.array([[1, 2, 3], [4, 5, 6]])
ways = {
    "A.sum(axis=1, keepdims=True)": A.sum(axis=1, keepdims=True),  # the joined axis stays
    "A[1]": A[1],  # a whole number picks a row, and the axis is gone
    "A[:, [1]]": A[:, [1]],  # a colon takes all rows; a list collects columns, the axis stays
    "A.T": A.T,  # rows become columns
    "A.T.reshape(-1)": A.T.reshape(-1),  # one axis; -1 stands for "as long as needed"
}
for written, result in ways.items():
    print(f"{written:29s} shape {str(result.shape):7s}", result.tolist())

# %% [markdown]
# ## Your lines: eight shapes
#
# Below are the boxes of `A` and `c`. Fill in the shapes **before** you run anything. The
# check runs each expression and compares. A shape with one axis is written `(5,)`, that of a
# plain number `()`.

# %% demo="boxes_of_the_drill"
show(
    array_boxes({"A": np.zeros((3, 5)), "c": np.zeros((3, 1))}, values=False),
    "Two arrays as boxes: A has 3 rows and 5 columns; c has 3 rows and 1 column.",
)

# %% answer="shapes_after"
# Write a list of eight tuples, shapes_after = [(…), …], in this order:
#   0  A.sum(axis=0)                    4  A[1]
#   1  A.mean(axis=1)                   5  A[:, [1]]
#   2  A.max(axis=1, keepdims=True)     6  A.T
#   3  A.sum()                          7  c.reshape(-1)
### BEGIN SOLUTION
shapes_after = [(5,), (3,), (3, 1), (), (5,), (3, 1), (5, 3), (3,)]
### END SOLUTION

# %% check="shapes_after" points=2
A, c = np.zeros((3, 5)), np.zeros((3, 1))
same(isinstance(shapes_after, (list, tuple)), True, "a list of eight shapes is asked for")
same(len(shapes_after), 8, "eight shapes are asked for")
same(shapes_after[0], A.sum(axis=0).shape, "0: A.sum(axis=0), the rows are joined")
same(shapes_after[1], A.mean(axis=1).shape, "1: A.mean(axis=1), the columns are joined")
same(shapes_after[2], A.max(axis=1, keepdims=True).shape, "2: the joined axis keeps length 1")
same(shapes_after[3], A.sum().shape, "3: A.sum(), no axis is left")
same(shapes_after[4], A[1].shape, "4: A[1], one whole number picks a row and drops the axis")
same(shapes_after[5], A[:, [1]].shape, "5: A[:, [1]], a list picks columns and keeps the axis")
same(shapes_after[6], A.T.shape, "6: A.T, the two axes change places")
same(shapes_after[7], c.reshape(-1).shape, "7: c.reshape(-1), all in one axis")

# %% right="shapes_after"
with_a_name_for_each = [(5,), (3,), (3, 1), tuple(), (5,), (3, 1), (5, 3), (3,)]
by_running_them = [
    each.shape
    for each in (
        np.zeros((3, 5)).sum(axis=0),
        np.zeros((3, 5)).mean(axis=1),
        np.zeros((3, 5)).max(axis=1, keepdims=True),
        np.zeros((3, 5)).sum(),
        np.zeros((3, 5))[1],
        np.zeros((3, 5))[:, [1]],
        np.zeros((3, 5)).T,
        np.zeros((3, 1)).reshape(-1),
    )
]
as_a_tuple_of_tuples = ((5,), (3,), (3, 1), (), (5,), (3, 1), (5, 3), (3,))
with_numpy_numbers = [(np.int64(5),), (3,), (np.int64(3), 1), (), (5,), (3, 1), (5, 3), (3,)]

# %% wrong="shapes_after"
keeps_the_named_axis = [(3,), (5,), (5, 1), (), (5,), (3, 1), (5, 3), (3,)]
forgets_what_keepdims_does = [(5,), (3,), (3,), (), (5,), (3, 1), (5, 3), (3,)]
one_number_has_a_shape_of_one = [(5,), (3,), (3, 1), (1,), (5,), (3, 1), (5, 3), (3,)]
forgets_the_comma = [5, 3, (3, 1), (), 5, (3, 1), (5, 3), 3]
says_true = True
a_row_keeps_two_axes = [(5,), (3,), (3, 1), (), (1, 5), (3, 1), (5, 3), (3,)]
a_list_drops_the_axis = [(5,), (3,), (3, 1), (), (5,), (3,), (5, 3), (3,)]
flattening_keeps_a_column = [(5,), (3,), (3, 1), (), (5,), (3, 1), (5, 3), (3, 1)]

# %% [markdown]
# ## Your function: a picture becomes a column
#
# A picture has three axes: height, width, channels (one for grey, three for colour). `reshape` puts
# the same numbers, **in the same order**, into other boxes. It reads them by their indices; the
# last index runs fastest. So all channels of the first pixel come first, then those of the pixel to
# its right.
#
# $$\text{image: } (h, w, c) \;\to\; \text{vector: } (h \cdot w \cdot c,\; 1)$$


# %% answer="image2vector"
def image2vector(image):
    """Return all numbers of one picture as a column, in their own order.

    image: (h, w, c), of any sizes
    returns: (h * w * c, 1)
    """
    # Step 1: read the three sizes from image.shape.
    # Step 2: reshape to one column.
    ### BEGIN SOLUTION
    h, w, c = image.shape  # read, not typed in: the next picture may have another size
    return image.reshape(h * w * c, 1)  # two axes, so a column; reshape alone keeps the order
    ### END SOLUTION


# %% check="image2vector" points=2
image = np.arange(12).reshape(2, 3, 2)
column = np.array([[0], [1], [2], [3], [4], [5], [6], [7], [8], [9], [10], [11]])
same(untouched(image2vector, image), column, "2 by 3 pixels with 2 channels, numbered in order")
same(image2vector(np.array([[[7.5]]])), np.array([[7.5]]), "a single grey pixel is a column too")
grey = np.array([[[3], [1]], [[4], [1]], [[5], [9]]])
same(image2vector(grey), np.array([[3], [1], [4], [1], [5], [9]]), "3 by 2 grey pixels")
### BEGIN HIDDEN TESTS
image = rng.standard_normal([int(size) for size in rng.permutation([3, 4, 5])])
same(image2vector(image), image2vector_reference(image), "another picture of another size")
### END HIDDEN TESTS


# %% right="image2vector"
def lets_numpy_count(image):
    return image.reshape(-1, 1)


def by_ravel_and_a_new_axis(image, dtype=np.float64):
    return image.ravel().astype(dtype)[:, np.newaxis]


def number_by_number(image):
    h, w, c = image.shape
    return np.array([[image[i, j, k]] for i in range(h) for j in range(w) for k in range(c)])


# %% wrong="image2vector"
def gives_a_row(image):
    """These are the right numbers in a row. Which of the two axes should have length 1?"""
    return image.reshape(1, -1)


def turns_the_picture_first(image):
    """The numbers are all there, in another order. Nothing inside the picture should be
    transposed."""
    return image.transpose(1, 0, 2).reshape(-1, 1)


def expects_one_size_only(image):
    """This works for one size of picture only. Where can you read the sizes of this one?"""
    return image.reshape(28 * 28 * 1, 1)


def loses_the_second_axis(image):
    """(n,) is one axis; a column has two. What does -1 leave out in your reshape?"""
    return image.reshape(-1)


def collects_each_channel(image):
    """Your column holds one whole channel after the other. The channels of one pixel should stand
    side by side: the last index runs fastest."""
    return np.moveaxis(image, -1, 0).reshape(-1, 1)


# %% [markdown]
# ## Your line: many pictures become rows
#
# The search compares whole pictures, so each becomes one row:
#
# $$\text{images: } (m, h, w, c) \;\to\; \text{rows: } (m,\; h \cdot w \cdot c)$$
#
# Axis 0 counts the pictures and stays; in `reshape`, a `-1` stands for whatever length is left.
# And one line of caution. Pixels are stored in single bytes, whole numbers from 0 to 255, and they
# run in a circle:

# %%
pixels = np.array([3, 5], dtype=np.uint8)
print("3 - 5 in bytes: ", pixels[0:1] - pixels[1:2])
print("3 - 5 in floats:", pixels[0:1].astype(float) - pixels[1:2].astype(float))


# %% answer="pictures_to_rows"
def pictures_to_rows(images):
    """Return each picture as one row of floats, its numbers in their own order.

    images: (m, h, w, c), of any sizes; whole numbers, also bytes, or floats
    returns: (m, h * w * c), floats
    """
    ### BEGIN SOLUTION
    # Axis 0 keeps its length, so no picture is mixed with another. The floats come before anybody
    # subtracts: bytes would run in a circle.
    return images.reshape(len(images), -1).astype(float)
    ### END SOLUTION


# %% check="pictures_to_rows" points=2
images = np.arange(24).reshape(3, 2, 2, 2)
by_hand = np.array([[0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14, 15], range(16, 24)])
same(untouched(pictures_to_rows, images), by_hand, "3 pictures of 2 by 2 pixels with 2 channels")
same(pictures_to_rows(images[1:2]), by_hand[1:2], "one picture alone is one row")
rows = pictures_to_rows(np.array([[[[3]], [[200]]], [[[5]], [[100]]]], dtype=np.uint8))
same(rows[0] - rows[1], np.array([-2.0, 100.0]), "bytes become floats: 3 - 5 is -2, not 254")
### BEGIN HIDDEN TESTS
images = rng.integers(256, size=(2, *(int(size) for size in rng.permutation([3, 4, 5]))))
same(pictures_to_rows(images), pictures_to_rows_reference(images), "other pictures")
### END HIDDEN TESTS


# %% right="pictures_to_rows"
def by_a_list_of_rows(images):
    return np.array([image.ravel() for image in images], dtype=np.float64)


def by_your_columns(images):
    return np.hstack([image2vector(image) for image in images]).T * 1.0


def with_all_sizes_by_name(images, dtype=np.float32):
    m, h, w, c = images.shape
    rows = np.empty((m, h * w * c), dtype=dtype)
    rows[:] = images.reshape(m, h * w * c)
    return rows


# %% wrong="pictures_to_rows"
def mixes_the_pictures(images):
    """Each of your rows takes numbers from several pictures. The axis of the pictures has to stay
    where it is, in front."""
    return images.reshape(-1, len(images)).T.astype(float)


def puts_pictures_in_columns(images):
    """Each picture is a column in yours. In this lesson a picture is a row: (m, n)."""
    return images.reshape(len(images), -1).T.astype(float)


def keeps_the_bytes(images):
    """Your rows are right, but still bytes, and 3 - 5 becomes 254. What makes floats of them?"""
    return images.reshape(len(images), -1)


def turns_each_picture(images):
    """The numbers of a picture are all in its row, in another order. Nothing inside a picture
    should be transposed."""
    return images.transpose(0, 2, 1, 3).reshape(len(images), -1).astype(float)


def makes_one_row_of_all(images):
    """All pictures together are one row in yours. How long is the axis that counts pictures?"""
    return images.reshape(1, -1).astype(float)


def knows_one_size_only(images):
    """This works for pictures of 28 by 28 only. What can stand in place of a fixed length?"""
    return images.reshape(len(images), 28 * 28).astype(float)


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 1</b> (open it after the check)</summary>
#
# - *Reading `axis=0` as "for each row".* It says which axis is **joined**. With `axis=0` the rows
#   are joined, and one number for each column is left.
# - *`(5)` for a shape with one axis.* In Python that is the number 5. The comma makes the tuple.
# - *A `reshape` where a transpose is meant.* `reshape` reads the numbers in the order of their
#   indices, `.T` changes which axis is which. The shapes may agree; the contents do not.
# - *`reshape(-1, m)` for many pictures.* The shape is nearly right, and every row is a mixture. The
#   axis that you want to keep has to stand where it stood.
#
# </details>

# %% [markdown]
# ---
# # Part 2 · Boxes that stretch
#
# *25 minutes.* `A` is (2, 3). Its row sums `A.sum(axis=1)` have shape (2,). You want to divide each
# row by its own sum, and write `A / A.sum(axis=1)`.
#
# **Predict.** What happens?
#
# - **a** &nbsp; Row $i$ is divided by the sum of row $i$, as you want.
# - **b** &nbsp; The two sums are repeated until they reach over all three columns.
# - **c** &nbsp; An error: the shapes do not fit.

# %% prediction="divided_rows" among="abc" points=1
### BEGIN SOLUTION
predicted_divided_rows = "a"
### END SOLUTION

# %% demo="divided_rows"
A = np.array([[1.0, 2.0, 1.0], [2.0, 4.0, 4.0]])  # row sums 4 and 10
show(
    broadcast_boxes(A, A.sum(axis=1), ("A", "A.sum(axis=1)"), "/", np.divide),
    "A, 2 by 3 boxes, its row sums 4 and 10, which lie in a row of two boxes, and what numpy makes "
    "of them.",
)
try:
    print(A / A.sum(axis=1))
    outcome = "a"
except ValueError as error:
    print("ValueError:", error)
    outcome = "c"
compare_prediction("divided_rows", predicted_divided_rows, outcome)

# %% [markdown]
# There is a sum for each row, and still numpy refuses. To see why, you need the rule.
#
# ## Worked example: the rule of broadcasting
#
# Numpy *stretches* arrays to one common shape before it works entry by entry:
#
# 1. Write the two shapes **right-aligned**. Missing axes on the left count as 1.
# 2. Each pair of lengths must be equal, or one of them must be 1.
# 3. An axis of length 1 is repeated until it has the other's length.
#
# | | axis 0 | axis 1 |
# |---|---|---|
# | column, shape (4, 1) | 4 | 1 |
# | row, shape (3,) | *(1)* | 3 |
# | **result, shape (4, 3)** | 4 | 3 |

# %%
column = np.array([[10], [20], [30], [40]])
row = np.array([0, 1, 2])
print(column + row)

# %% demo="look_at_broadcasting"
show(
    broadcast_boxes(column, row, ("column", "row")),
    "A column of 4 filled boxes, repeated to the right in dashed boxes; a row of 3 filled boxes, "
    "repeated downwards; and their sum, 4 by 3 filled boxes.",
)

# %% [markdown]
# When two shapes do not fit, numpy stops and names them, as you have seen. It does not say which
# pair of lengths is to blame: write (2, 3) and (2,) right-aligned, and 3 meets 2. You will see this
# message again: it often means a sum that lost its axis.
#
# ## Your function: the rule in code
#
# For a pair of lengths $p$ and $q$ the length of the result is
#
# $$r = \begin{cases} p & \text{if } p = q \text{ or } q = 1 \\ q & \text{if } p = 1 \\
# \text{no shape at all} & \text{else.} \end{cases}$$


# %% answer="broadcast_shape"
def broadcast_shape(first, second):
    """Return the shape to which two shapes are stretched, or None if they do not fit.

    first, second: tuples of whole numbers from 1, of any lengths, also ()
    returns: a tuple, as long as the longer of the two; or None
    """
    # Step 1: put ones in front of the shorter shape, so that both have the same length.
    # Step 2: go through the pairs (p, q); return None when one does not fit.
    # Step 3: return the lengths r as a tuple.
    ### BEGIN SOLUTION
    axes = max(len(first), len(second))
    first = (1,) * (axes - len(first)) + tuple(first)  # ones in front: so both end together
    second = (1,) * (axes - len(second)) + tuple(second)  # for the longer one this adds nothing
    result = []
    for p, q in zip(first, second, strict=True):
        if p != q and p != 1 and q != 1:
            return None  # one pair that does not fit is enough
        result.append(q if p == 1 else p)  # only a 1 gives way
    return tuple(result)
    ### END SOLUTION


# %% check="broadcast_shape" points=4
same(broadcast_shape((4, 1), (4, 3)), (4, 3), "(4, 1) and (4, 3): the column is repeated")
same(broadcast_shape((4, 3), (1, 3)), (4, 3), "(4, 3) and (1, 3): the row is repeated")
same(broadcast_shape((4, 3), (4,)), None, "(4, 3) and (4,): right-aligned, 3 meets 4")
same(broadcast_shape((4, 3), (3,)), (4, 3), "(4, 3) and (3,): right-aligned, 3 meets 3")
same(broadcast_shape((5,), (5, 1)), (5, 5), "(5,) and (5, 1): both are stretched")
same(broadcast_shape((2, 6), (2,)), None, "(2, 6) and (2,): 6 meets 2, and only a 1 is stretched")
same(broadcast_shape((2, 1, 4), (3, 1)), (2, 3, 4), "(2, 1, 4) and (3, 1): three axes")
same(broadcast_shape((), (2, 3)), (2, 3), "() and (2, 3): a plain number fits everything")
### BEGIN HIDDEN TESTS
for _ in range(12):
    full = rng.integers(2, 5, size=3)
    first = tuple(int(p) for p in np.where(rng.random(3) < 0.4, 1, full))
    second = tuple(int(q) for q in np.where(rng.random(3) < 0.4, 1, full)[rng.integers(0, 3) :])
    same(broadcast_shape(first, second), broadcast_shape_reference(first, second), "other shapes")
other = tuple(int(q) for q in full + rng.integers(1, 3, size=3))
same(broadcast_shape(tuple(int(p) for p in full), other), None, "three lengths that do not fit")
### END HIDDEN TESTS


# %% right="broadcast_shape"
def asks_numpy(first, second):
    try:
        return np.broadcast_shapes(first, second)
    except ValueError:
        return None


def adds_two_empty_arrays(first, second):
    try:
        return (np.empty(first) + np.empty(second)).shape
    except ValueError:
        return None


def from_the_right(first, second, result=()):
    if not first or not second:
        return tuple(first) + tuple(second) + result
    p, q = first[-1], second[-1]
    if p == q or 1 in (p, q):
        return from_the_right(first[:-1], second[:-1], (max(p, q), *result))
    return None


# %% wrong="broadcast_shape"
def _pair_up(first, second, fits, left=False):
    """The rule with another idea of what fits, or aligned at the left."""
    axes = max(len(first), len(second))
    ones = [(1,) * (axes - len(shape)) for shape in (first, second)]
    shapes = (first, second)
    padded = [s + o if left else o + s for s, o in zip(shapes, ones, strict=True)]
    pairs = list(zip(*padded, strict=True))
    return tuple(max(p, q) for p, q in pairs) if all(fits(p, q) for p, q in pairs) else None


def aligns_at_the_left(first, second):
    """(3,) fits beside (4, 3), and (4,) does not. At which end do the shapes have to meet?"""
    return _pair_up(first, second, lambda p, q: p == q or 1 in (p, q), left=True)


def pairs_up_from_the_left(first, second):
    """zip pairs the *first* lengths and drops what is left over. Put the ones in front before you
    pair up."""
    pairs = list(zip(first, second))  # noqa: B905
    fits = all(p == q or 1 in (p, q) for p, q in pairs)
    return tuple(max(p, q) for p, q in pairs) if fits else None


def never_stretches(first, second):
    """Different lengths may fit as well: which length can be repeated?"""
    return _pair_up(first, second, lambda p, q: p == q)


def stretches_the_second_only(first, second):
    """A 1 in the *first* shape is stretched just as one in the second."""
    return _pair_up(first, second, lambda p, q: p == q or q == 1)


def always_finds_a_shape(first, second):
    """Yours takes the larger length even when 3 meets 4. What does the rule say to such a pair?"""
    return _pair_up(first, second, lambda p, q: True)


def repeats_any_length_that_divides(first, second):
    """Numpy never repeats an axis of length 2 to make it 6. Which length alone is repeated?"""
    return _pair_up(first, second, lambda p, q: max(p, q) % min(p, q) == 0)


def asks_for_equally_many_axes(first, second):
    """Shapes of different lengths can fit too. What stands in place of the missing axes?"""
    if len(first) != len(second):
        return None
    return _pair_up(first, second, lambda p, q: p == q or 1 in (p, q))


# %% [markdown]
# ## Look: which shapes fit?
#
# `A` is (4, 3). Move the sliders (the arrow keys work too) to give `B` a shape $(p, q)$.


# %% demo="slide_the_shape"
def draw_fit(p=1, q=3):
    return broadcast_boxes(np.zeros((4, 3)), np.zeros((p, q)), values=False)


def fit_in_words(p, q):
    try:
        np.broadcast_shapes((4, 3), (p, q))
        verdict = "they fit."
    except ValueError:
        verdict = "they do not fit."
    return f"A with 4 by 3 boxes and B with {p} by {q}: {verdict}"


slider(draw_fit, fit_in_words, p=(1, 4, 1), q=(1, 3, 1))

# %% [markdown]
# **Your number.** $p$ can be 1, 2, 3 or 4, and $q$ can be 1, 2 or 3. For how many of the 12 shapes
# $(p, q)$ does `A + B` work? Find it with the sliders or with your function. (Without sliders: with
# your function.)

# %% answer="fitting_shapes"
# Write: fitting_shapes = (your number)
### BEGIN SOLUTION
fitting_shapes = 4
### END SOLUTION

# %% check="fitting_shapes" points=1
B_fits = 0
for p in range(1, 5):
    for q in range(1, 4):
        try:
            np.zeros((4, 3)) + np.zeros((p, q))
            B_fits += 1
        except ValueError:
            pass
same(fitting_shapes == B_fits, True, "count the (p, q) for which A + B works: p meets 4, q meets 3")

# %% right="fitting_shapes"
two_times_two = 2 * 2
as_a_float = 4.0
as_a_numpy_number = np.int64(4)

# %% wrong="fitting_shapes"
only_the_shape_of_A = 1
only_rows_and_columns = 3
every_smaller_shape = 12
divisors_count_too = 6

# %% [markdown]
# ## Your function: rows of length 1
#
# Here the *length* of a row $x_i$ is $\lVert x_i \rVert$, that of an arrow, not the number of its
# boxes. (It is also called *Euclidean*.) Divide each row by its own length:
#
# $$\lVert x_i \rVert = \sqrt{\textstyle\sum_j x_{ij}^2}, \qquad
# \hat{x}_{ij} = \frac{x_{ij}}{\lVert x_i \rVert}, \qquad
# \begin{aligned} x, \hat{x} &: (m, n) \\ \text{lengths} &: (m, 1) \end{aligned}$$
#
# Before you write, ask: which shape must the lengths have, so that each row meets its own?


# %% answer="normalize_rows"
def normalize_rows(x):
    """Return x with each row divided by its Euclidean length.

    x: (m, n), whole numbers (not bytes) or floats; no row is all zeros
    returns: (m, n), each row of length 1
    """
    # Step 1: the length of each row, in a shape that meets the rows.
    # Step 2: divide.
    ### BEGIN SOLUTION
    lengths = np.sqrt(np.sum(x**2, axis=1, keepdims=True))  # (m, 1): each beside its own row
    return x / lengths  # a new array; x /= lengths would write into the caller's
    ### END SOLUTION


# %% check="normalize_rows" points=4
x = np.array([[4, -8, 1], [0, 0, -7]])
by_hand = np.array([[4 / 9, -8 / 9, 1 / 9], [0.0, 0.0, -1.0]])
same(normalize_rows(x), by_hand, "whole numbers, rows of lengths 9 and 7")
same(normalize_rows(x[:1]), by_hand[:1], "the first row alone gives the same")
x = np.array([[3.0, 4.0], [5.0, 12.0]])
same(untouched(normalize_rows, x), np.array([[3 / 5, 4 / 5], [5 / 13, 12 / 13]]), "by hand")
x = np.array([[1.0, -2.0, 0.5, 3.0], [0.2, 0.1, 4.0, -1.0], [6.0, 5.0, -3.0, 2.0]])
lengths = np.linalg.norm(normalize_rows(x), axis=1)
same(lengths, np.ones(3), "every row of the result has length 1")
same(normalize_rows(0.4 * x), normalize_rows(x), "a factor on all numbers changes nothing")
### BEGIN HIDDEN TESTS
for shape in ((5, 3), (4, 4)):
    x = rng.standard_normal(shape)
    same(normalize_rows(x), normalize_rows_reference(x), f"other numbers in shape {shape}")
### END HIDDEN TESTS


# %% right="normalize_rows"
def by_the_norm_of_linalg(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def one_row_at_a_time(x):
    return np.array([row / math.sqrt(sum(number**2 for number in row)) for row in x])


def with_the_axes_turned_round(x):
    return (x.T / np.sqrt((x.T**2).sum(axis=0))).T


def by_einsum_in_single_precision(x, dtype=np.float32):
    x = x.astype(dtype)
    return x / np.sqrt(np.einsum("ij,ij->i", x, x))[:, None]


# %% wrong="normalize_rows"
def takes_the_length_of_columns(x):
    """The axis that you name disappears. For one length per row, which axis has to go?"""
    return x / np.sqrt(np.sum(x**2, axis=0, keepdims=True))


def drops_the_axis(x):
    """Your lengths have shape (m,), and that meets the *columns*. Keep the joined axis, so that
    each length stands beside its row."""
    return x / np.sqrt(np.sum(x**2, axis=1))


def forgets_the_root(x):
    """You divide by the sum of squares. A row (3, 4) has length 5, not 25."""
    return x / np.sum(x**2, axis=1, keepdims=True)


def adds_absolute_values(x):
    """In your result the absolute values of a row add up to 1. The Euclidean length squares
    first."""
    return x / np.sum(np.abs(x), axis=1, keepdims=True)


def adds_the_numbers_themselves(x):
    """In your result each row adds up to 1. The Euclidean length squares first, so that no number
    can cancel another."""
    return x / np.sum(x, axis=1, keepdims=True)


def takes_one_length_for_all(x):
    """Without an axis there is one length for the whole table, and your rows come out too short."""
    return x / np.linalg.norm(x)


def divides_inside_the_given_array(x):
    """x /= … writes into the array of the caller. Make a new one."""
    x = np.asarray(x)
    lengths = np.sqrt(np.sum(x**2, axis=1, keepdims=True))
    x[...] = x / lengths
    return x


# %% [markdown] question="means_of_columns" points=1
# **1 point.** Now you take from each *column* of `x`, of shape (2, 3), the mean of that column:
# `x - x.mean(axis=0)`. Does this line need `keepdims=True`?
#
# - [ ] Yes: without it there is an error, as with the row sums.
#   > Write (2, 3) and (3,) right-aligned. Which pair does not fit?
# - [x] No: (3,) is read as (1, 3), a row, and it is repeated downwards.
#   > Yes. A missing axis is added on the left. Numbers for columns find their place by
#   > themselves; numbers for rows need `keepdims`.
# - [ ] No: numpy knows over which axis the mean was taken.
#   > The three means are plain numbers and remember nothing. Numpy never guesses; it right-aligns.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 2</b> (open it after the check)</summary>
#
# - *Aligning shapes at the left.* `(4, 3)` and `(4,)` look as if they fit. On the right, 3 meets 4.
# - *Leaving out `keepdims=True`.* One number for each row must stand as a column. Read the two
#   shapes in the message from the right.
# - *Adding an axis in the wrong place.* `lengths[:, None]` is a column, `lengths[None, :]` a row.
#
# </details>

# %% [markdown]
# ---
# # Part 3 · Which product?
#
# *25 minutes.* Many bugs in a hand-written network are a wrong product. There are only a few, so
# learn to choose by what should happen to each axis.

# %% [markdown] question="inner_axis"
# **Recall from school.** `P` is (2, 3) and `Q` is (3, 4). What does `P @ Q` do with the axis of
# length 3?
#
# - [ ] It stays; the result is (2, 3, 4).
#   > A matrix product has two axes here. One of the three lengths goes.
# - [x] It multiplies along it and adds up; the result is (2, 4).
#   > Yes. The inner axis is summed over. `@` is the choice when something should be added up.
# - [ ] It is an error, because 2 is not 4.
#   > Only the inner lengths must agree, and they are 3 and 3.

# %% [markdown]
# ## Worked example: `@`, and three products of columns

# %%
P, Q = np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, 0], [0, 1], [10, 100]])
print("P @ Q:", (P @ Q).tolist(), "  row 0 with column 1:", 1 * 0 + 2 * 1 + 3 * 100)
a = np.array([[1.0], [2.0], [3.0]])  # (3, 1)
b = np.array([[4.0], [5.0], [6.0]])  # (3, 1)
c = np.array([[10.0], [100.0]])  # (2, 1)
print("entry by entry, nothing is added:   a * b   ", (a * b).shape, (a * b).tolist())
print("all pairs (the *outer* product):    a @ c.T ", (a @ c.T).shape, (a @ c.T).tolist())
print("the same pairs, by broadcasting:    a * c.T ", (a * c.T).shape, (a * c.T).tolist())

# %% demo="look_at_outer"
show(
    broadcast_boxes(a, c.T, ("a", "c.T"), "*", np.multiply),
    "The column a, 3 boxes, and the row c transposed, 2 boxes. Each is repeated, and the product "
    "holds each number of a times each number of c: 3 by 2 boxes.",
)

# %% [markdown]
# The recipe has two questions. *Which axes should the result have?* They must stand outside. *Which
# axis is added up?* It must stand inside, on both sides of `@`. If nothing is added up, use `*`.
#
# Where an example lies decides nothing: the recipe is the same. So the twelve items use three kinds
# of arrays, and each docstring says which:
#
# | items | the arrays | an example is |
# |---|---|---|
# | 1 to 4 | single columns, (n, 1) | (there are no examples) |
# | 5 to 8 | `X`, $(n_x, m)$, as in the next lesson | a **column** |
# | 9 to 12 | `A`, $(m, n)$, as in the office's archive | a **row** |
#
# When the inner lengths differ, numpy says so in its own way. Look at the end of the message:

# %%
try:
    a @ b  # (3, 1) @ (3, 1): 1 meets 3
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# ## Your expressions, 1 to 4: columns
#
# Each is one short expression. Return a tuple of the four. A part that you have not done yet can be
# `None`; the check goes from 1 to 4. As formulas, where what is added up shows as a sum:
#
# $$1:\; a_i\, b_i \qquad 2:\; \textstyle\sum_i a_i\, b_i \qquad 3:\; c_i\, a_j \qquad
# 4:\; \textstyle\sum_i \sum_j a_i\, M_{ij}\, c_j$$


# %% answer="products_of_columns"
def products_of_columns(a, b, c, M):
    """Return four products as a tuple.

    a, b: (n, 1), c: (k, 1), M: (n, k)
    returns:
        1. (n, 1): each entry of a times the entry of b at the same place
        2. (1, 1): the same products, added up (the *dot product*)
        3. (k, n): row i, column j holds c_i · a_j, so c runs down and a runs across
        4. (1, 1): the sum of a_i · M_ij · c_j over all i and j
    """
    ### BEGIN SOLUTION
    return (
        a * b,  # nothing is added up
        a.T @ b,  # n is added up, so it stands inside
        c @ a.T,  # nothing is added up: inside is only the axis of length 1
        a.T @ M @ c,  # n is added up, then k; both axes of length 1 stay outside: (1, 1)
    )
    ### END SOLUTION


# %% check="products_of_columns" points=3
a, b, c = (
    np.array([[1.0], [2.0], [-3.0]]),
    np.array([[4.0], [0.5], [2.0]]),
    np.array([[5.0], [7.0]]),
)
M = np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]])
got = untouched(products_of_columns, a, b, c, M)
same(len(got), 4, "four products in one tuple; None for one that is not done yet")
same(got[0], np.array([[4.0], [1.0], [-6.0]]), "1: entry by entry, nothing is added up")
same(got[1], np.array([[-1.0]]), "2: 1·4 + 2·0.5 - 3·2 in shape (1, 1)")
all_pairs = np.array([[5.0, 10.0, -15.0], [7.0, 14.0, -21.0]])
same(got[2], all_pairs, "3: all pairs, c down and a across")
same(got[3], np.array([[-52.0]]), "4: each a_i · M_ij · c_j, added up, in shape (1, 1)")
### BEGIN HIDDEN TESTS
a, b, c, M = (rng.standard_normal(shape) for shape in ((5, 1), (5, 1), (3, 1), (5, 3)))
got, want = products_of_columns(a, b, c, M), products_of_columns_reference(a, b, c, M)
for number in range(4):
    same(got[number], want[number], f"{number + 1} on other numbers")
### END HIDDEN TESTS


# %% right="products_of_columns"
def by_dot_and_outer(a, b, c, M):
    return (
        np.multiply(a, b),
        np.dot(b.T, a),
        np.outer(c, a),
        np.sum(a * M * c.T, keepdims=True),
    )


def by_broadcasting_only(a, b, c, M):
    both = a * b
    return both, both.sum(axis=0, keepdims=True), c * a.T, c.T @ M.T @ a


def by_loops_over_columns(a, b, c, M):
    n, k = M.shape
    both = np.array([[a[i, 0] * b[i, 0]] for i in range(n)])
    pairs = np.array([[c[i, 0] * a[j, 0] for j in range(n)] for i in range(k)])
    total = sum(a[i, 0] * M[i, j] * c[j, 0] for i in range(n) for j in range(k))
    return both, np.array([[both.sum()]]), pairs, np.array([[total]])


# %% wrong="products_of_columns"
def adds_up_where_nothing_is_added(a, b, c, M):
    """1 keeps n numbers. @ adds up; which sign only multiplies?"""
    return a.T @ b, a.T @ b, c @ a.T, a.T @ M @ c


def makes_all_pairs_for_the_dot(a, b, c, M):
    """2 is one number, in shape (1, 1). (n, 1) times (1, n) gives a whole table: which factor needs
    the transpose?"""
    return a * b, a @ b.T, c @ a.T, a.T @ M @ c


def turns_the_table_round(a, b, c, M):
    """3 has the numbers of c going *down*. Which factor has to come first?"""
    return a * b, a.T @ b, a @ c.T, a.T @ M @ c


def stops_before_adding_up(a, b, c, M):
    """4 is a sum over all places of M. Yours still holds one number for each place."""
    return a * b, a.T @ b, c @ a.T, a * M * c.T


def gives_plain_numbers(a, b, c, M):
    """2 and 4 are asked for in shape (1, 1), as @ gives them. Yours are plain numbers."""
    return a * b, np.vdot(a, b), c @ a.T, float((a.T @ M @ c).item())


def adds_up_one_axis_only(a, b, c, M):
    """4 adds up over i *and* j. Over which of them does yours not?"""
    return a * b, a.T @ b, c @ a.T, (a.T @ M) * c.T


# %% [markdown]
# ## Your expressions, 5 to 8: data in columns
#
# This is how the next lesson stores its data: $X$ is $(n_x, m)$, a column for each of $m$ examples.
# With $f$ for a feature and $i$ for an example:
#
# $$5:\; \textstyle\sum_f w_f X_{fi} \qquad 6:\; w_f X_{fi} \qquad 7:\; X_{fi}\, y_i \qquad
# 8:\; \textstyle\sum_i X_{fi}\, y_i$$


# %% answer="products_with_data"
def products_with_data(X, w, y):
    """Return four products as a tuple.

    X: (n_x, m), column i is example i; w: (n_x, 1), a weight for each feature;
    y: (1, m), a number for each example
    returns:
        5. (1, m): for each example, its features times their weights, added up
        6. (n_x, m): each feature times its weight, nothing added up
        7. (n_x, m): each example times its own number from y, nothing added up
        8. (n_x, 1): for each feature, feature times y, added up over the examples
    """
    ### BEGIN SOLUTION
    return (
        w.T @ X,  # n_x is added up: it stands inside, once .T has turned w
        w * X,  # the column is repeated for each example
        X * y,  # the row is repeated for each feature
        X @ y.T,  # number 7, added up over m: a sum over examples
    )
    ### END SOLUTION


# %% check="products_with_data" points=3
X = np.array([[1.0, 2.0, 0.0], [4.0, -1.0, 3.0]])
w, y = np.array([[2.0], [-1.0]]), np.array([[1.0, 10.0, -2.0]])
got = untouched(products_with_data, X, w, y)
same(len(got), 4, "four products in one tuple; None for one that is not done yet")
same(got[0], np.array([[-2.0, 5.0, -3.0]]), "5: one number for each example")
same(got[1], np.array([[2.0, 4.0, 0.0], [-4.0, 1.0, -3.0]]), "6: each row times its weight")
same(got[2], np.array([[1.0, 20.0, 0.0], [4.0, -10.0, -6.0]]), "7: each column times its number")
same(got[3], np.array([[21.0], [-12.0]]), "8: one number for each feature, in a column")
### BEGIN HIDDEN TESTS
X, w, y = (rng.standard_normal(shape) for shape in ((4, 6), (4, 1), (1, 6)))
got, want = products_with_data(X, w, y), products_with_data_reference(X, w, y)
for number in range(4):
    same(got[number], want[number], f"{number + 5} on other numbers")
### END HIDDEN TESTS


# %% right="products_with_data"
def sums_of_the_tables(X, w, y):
    weighted, numbered = X * w, y * X
    return (
        weighted.sum(axis=0, keepdims=True),
        weighted,
        numbered,
        numbered.sum(axis=1, keepdims=True),
    )


def by_transposing_the_result(X, w, y):
    return (X.T @ w).T, (X.T * w.T).T, (X.T * y.T).T, (y @ X.T).T


def by_diagonals_and_einsum(X, w, y):
    return (
        np.einsum("ji,jk->ki", X, w),
        np.diag(w.ravel()) @ X,
        X @ np.diag(y.ravel()),
        np.dot(X, y.T),
    )


# %% wrong="products_with_data"
def does_not_add_up_the_features(X, w, y):
    """5 is one number for each example. Over which axis do you still have to add?"""
    return w * X, w * X, X * y, X @ y.T


def swaps_features_and_examples(X, w, y):
    """6 and 7 are exchanged: a weight belongs to a *row* of X, a number of y to a *column*."""
    return w.T @ X, X * y, w * X, X @ y.T


def leaves_the_gradient_in_a_row(X, w, y):
    """8 holds the right numbers in a row. A feature has its place in a row of X, so the result
    should be a column."""
    return w.T @ X, w * X, X * y, y @ X.T


def does_not_add_up_the_examples(X, w, y):
    """8 is one number for each feature. Which axis is added up, and does it stand inside?"""
    return w.T @ X, w * X, X * y, X * y


def leaves_the_scores_in_a_column(X, w, y):
    """5 holds the right numbers in a column. An example has its place in a column of X, so the
    result should be a row."""
    return X.T @ w, w * X, X * y, X @ y.T


# %% [markdown]
# ## Your expressions, 9 to 12: data in rows
#
# Now examples are rows again. Number 9 is the heart of the office's search: everything lost
# against everything found. With $f$ and $g$ for features:
#
# $$9:\; \textstyle\sum_f A_{if} B_{jf} \qquad 10:\; \textstyle\sum_f A_{if} C_{if} \qquad
# 11:\; \textstyle\sum_i A_{if}\, C_{ig} \qquad 12:\; \textstyle\sum_i p_i A_{if}$$


# %% answer="products_of_rows"
def products_of_rows(A, B, C, p):
    """Return four products as a tuple.

    A, C: (m, n), m examples; B: (k, n), k other examples; p: (1, m), a number for each row of A
    returns:
        9.  (m, k): the dot product of each row of A with each row of B
        10. (m, 1): the dot product of row i of A with row i of C only
        11. (n, n): for each feature of A with each feature of C, the products added up over the
            examples; features of A run down
        12. (1, n): the rows of A, each times its number from p, added up over the examples
    """
    ### BEGIN SOLUTION
    return (
        A @ B.T,  # n is added up, for all pairs of rows
        np.sum(A * C, axis=1, keepdims=True),  # n is added up, for rows at the same place
        A.T @ C,  # m is added up
        p @ A,  # m is added up: a mixture of rows
    )
    ### END SOLUTION


# %% check="products_of_rows" points=3
A, C = (
    np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]]),
    np.array([[2.0, 0.0], [5.0, 1.0], [1.0, 4.0]]),
)
B = np.array([[1.0, 1.0], [2.0, -1.0], [0.0, 3.0], [1.0, 0.0]])
p = np.array([[0.5, 2.0, -1.0]])
got = untouched(products_of_rows, A, B, C, p)
same(len(got), 4, "four products in one tuple; None for one that is not done yet")
by_hand = np.array([[3.0, 0.0, 6.0, 1.0], [-1.0, 1.0, -3.0, 0.0], [4.0, 5.0, 3.0, 3.0]])
same(got[0], by_hand, "9: row i, column j: row i of A with row j of B")
same(got[1], np.array([[2.0], [-1.0], [7.0]]), "10: one dot product for each row")
same(got[2], np.array([[5.0, 12.0], [0.0, 3.0]]), "11: the examples are added up")
same(got[3], np.array([[-2.5, -2.0]]), "12: half of row 0, twice row 1, minus row 2")
### BEGIN HIDDEN TESTS
A, B, C, p = (rng.standard_normal(shape) for shape in ((5, 3), (4, 3), (5, 3), (1, 5)))
got, want = products_of_rows(A, B, C, p), products_of_rows_reference(A, B, C, p)
for number in range(4):
    same(got[number], want[number], f"{number + 9} on other numbers")
### END HIDDEN TESTS


# %% right="products_of_rows"
def by_einsum_everywhere(A, B, C, p):
    return (
        np.einsum("in,jn->ij", A, B),
        np.einsum("in,in->i", A, C)[:, np.newaxis],
        np.einsum("ia,ib->ab", A, C),
        np.einsum("ki,in->kn", p, A),
    )


def picks_the_diagonal(A, B, C, p):
    own = np.diag(A @ C.T).reshape(-1, 1)
    return np.inner(A, B), own, (C.T @ A).T, (p.T * A).sum(axis=0, keepdims=True)


def row_by_row(A, B, C, p):
    pairs = np.array([[np.vdot(a, b) for b in B] for a in A])
    own = np.array([[np.vdot(a, c)] for a, c in zip(A, C, strict=True)])
    table = sum(np.outer(a, c) for a, c in zip(A, C, strict=True))
    mixed = sum(number * a for number, a in zip(p[0], A, strict=True))
    return pairs, own, table, mixed.reshape(1, -1)


# %% wrong="products_of_rows"
def pairs_run_the_other_way(A, B, C, p):
    """9 has the rows of A going *down*. Which factor has to come first?"""
    return B @ A.T, np.sum(A * C, axis=1, keepdims=True), A.T @ C, p @ A


def pairs_every_row_with_every_row(A, B, C, p):
    """10 pairs row i with row i only. A @ C.T pairs all of them; multiply entry by entry first."""
    return A @ B.T, A @ C.T, A.T @ C, p @ A


def drops_the_axis_of_the_features(A, B, C, p):
    """10 is asked for as a column, (m, 1). What keeps the axis that sum joins?"""
    return A @ B.T, np.sum(A * C, axis=1), A.T @ C, p @ A


def adds_up_the_examples_in_10(A, B, C, p):
    """10 has one number for each *row*. Which axis has to disappear?"""
    return A @ B.T, np.sum(A * C, axis=0, keepdims=True), A.T @ C, p @ A


def features_run_the_other_way(A, B, C, p):
    """11 has the features of A going *down*. Compare your table with its transpose."""
    return A @ B.T, np.sum(A * C, axis=1, keepdims=True), C.T @ A, p @ A


def does_not_mix_the_rows(A, B, C, p):
    """12 is a single row: the examples are added up. Yours still has all m rows."""
    return A @ B.T, np.sum(A * C, axis=1, keepdims=True), A.T @ C, p.T * A


# %% [markdown] question="silent_product"
# **Explain.** Your `w` is (3, 1) and your `x` is (3, 1). You want their dot product and write
# `w * x`. What makes this mistake dangerous?
#
# - [ ] It raises an error only on some computers.
#   > It raises none anywhere: the shapes are equal, so nothing is even stretched.
# - [x] It runs; the result is (3, 1), and the next line stretches it to whatever it needs.
#   > Yes. A wrong shape travels. Print shapes where a value is made, not where it breaks.
# - [ ] It is slower than `@`.
#   > Speed is not the danger. Does the result have one number in it?

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 3</b> (open it after the check)</summary>
#
# - *Adding transposes until the error disappears.* Shapes that fit are no proof. Ask which axis is
#   added up, and put it inside.
# - *`A @ C.T` for "row by row".* It computes all $m^2$ pairs; those you wanted are the diagonal.
# - *Why are 7 and 8 so alike?* `X @ y.T` is `X * y`, added up over the examples. In the next
#   lesson it is a gradient.
#
# </details>

# %% [markdown]
# ---
# # Part 4 · Two arrays, one memory
#
# *10 minutes.* Look at what happens to `A`.

# %%
A = np.array([[1, 2, 3], [4, 5, 6]])
first_row = A[0]
collected = A[[0]]  # a list of indices
print("a mask:", (A > 4).tolist(), "  picks", A[A > 4])  # a table of True and False
first_row[0] = 99
print("A:", A.tolist(), "  collected:", collected.tolist())

# %% demo="look_at_a_view"
show(
    array_boxes({"A": A, "first_row = A[0]": first_row, "collected = A[[0]]": collected}),
    "Three arrays as boxes. The 99 stands in A and in first_row, which share their memory; the "
    "collected row still begins with 1.",
)

# %% [markdown]
# `first_row` is a *view*: a second array on the same memory. (`B = A` is not even that: one array,
# two names. We count it with the views.) A slice, a transpose and (where the order allows it) a
# reshape make no copy; that is why they cost nothing. A *copy* is made when numpy has to compute or
# to collect something: `A + 0`, a list of indices, a mask, `.copy()`.
#
# ## Your line: which of these are copies?
#
# For each line: if you write into `B`, does `A` stay as it is? Then `B` is a copy.
#
# | | | | |
# |---|---|---|---|
# | a | `B = A` | e | `B = A.reshape(4, 3)` |
# | b | `B = A[1]` | f | `B = A + 0` |
# | c | `B = A[[1]]` | g | `B = A[A > 5]` |
# | d | `B = A.T` | h | `B = A[:, 1:3]` |

# %% answer="makes_a_copy"
# Write the letters of all copies in one string: makes_a_copy = "…"
# (A is np.arange(12).reshape(3, 4).)
### BEGIN SOLUTION
makes_a_copy = "cfg"
### END SOLUTION

# %% check="makes_a_copy" points=2
A = np.arange(12).reshape(3, 4)
lines = {"a": A, "b": A[1], "c": A[[1]], "d": A.T, "e": A.reshape(4, 3)}
lines.update({"f": A + 0, "g": A[A > 5], "h": A[:, 1:3]})
letters, lines_right = str(makes_a_copy).lower(), 0
for letter, B in lines.items():
    you_say_copy, is_a_copy = letter in letters, not np.shares_memory(A, B)
    lines_right += you_say_copy == is_a_copy
same(lines_right, 8, "how many of the eight lines you have right: has B memory of its own?")

# %% right="makes_a_copy"
in_another_order = "gfc"
with_commas = "c, f, g"
as_a_list = ["c", "f", "g"]
in_capital_letters = "CFG"

# %% wrong="makes_a_copy"
every_assignment_copies = "abcdefgh"
a_list_of_indices_is_a_view = "fg"
a_mask_is_a_view = "cf"
a_transpose_copies = "cdfg"
a_reshape_copies = "cefg"
a_slice_copies = "cfgh"

# %% [markdown]
# ## Your function, to be repaired: black out the date
#
# Some cameras print the date into the lower right corner. Before the search, the office blacks that
# corner out. Its function does so. It also destroys the photographs in the archive. **Repair it.**
#
# $$\text{images}: (m, h, w, c), \qquad \text{the corner}: \text{the last } \textit{height} \text{
# rows and the last } \textit{width} \text{ columns of each picture.}$$


# %% start="without_stamp"
def without_stamp(images, height, width):
    """Return the pictures with a black lower right corner; the given pictures stay as they are.

    images: (m, h, w, c); height, width: size of the corner, whole numbers from 1
    returns: (m, h, w, c), zeros in the corner
    """
    clean = images
    clean[:, -height:, -width:] = 0
    return clean


# %% answer="without_stamp"
def without_stamp(images, height, width):
    """Return the pictures with a black lower right corner; the given pictures stay as they are.

    images: (m, h, w, c); height, width: size of the corner, whole numbers from 1
    returns: (m, h, w, c), zeros in the corner
    """
    ### BEGIN SOLUTION
    clean = images.copy()  # from here on you write into memory of your own
    clean[:, -height:, -width:] = 0  # ":" takes all pictures; a minus counts from the end
    return clean
    ### END SOLUTION


# %% check="without_stamp" points=3
images = np.arange(1, 25).reshape(2, 3, 4, 1)
by_hand = np.array(
    [
        [[1, 2, 3, 4], [5, 6, 7, 0], [9, 10, 11, 0]],
        [[13, 14, 15, 16], [17, 18, 19, 0], [21, 22, 23, 0]],
    ]
)
same(untouched(without_stamp, images, 2, 1), by_hand.reshape(2, 3, 4, 1), "a corner of 2 by 1")
colour = np.full((1, 2, 2, 3), 0.5)
without = untouched(without_stamp, colour, 1, 1)
same(without[0, 1, 1], np.zeros(3), "a colour picture: all channels of the corner are black")
same(without.sum(), 4.5, "and the other three pixels stay as they were")
### BEGIN HIDDEN TESTS
images = rng.integers(1, 256, size=(3, 6, 5, 2)).astype(np.uint8)
got = untouched(without_stamp, images, 2, 3)
same(got, without_stamp_reference(images, 2, 3), "other pictures and another corner")
### END HIDDEN TESTS


# %% right="without_stamp"
def by_a_mask(images, height, width):
    m, h, w, c = images.shape
    rows, columns = np.arange(h)[:, None], np.arange(w)
    corner = (rows >= h - height) & (columns >= w - width)
    return np.where(corner[None, :, :, None], 0, images)


def by_multiplying(images, height, width):
    keep = np.ones(images.shape[1:])
    keep[-height:, -width:] = 0
    return images * keep


def picture_by_picture(images, height, width, colour=0):
    clean = []
    for image in images:
        image = np.array(image)
        image[image.shape[0] - height :, image.shape[1] - width :, :] = colour
        clean.append(image)
    return np.stack(clean)


# %% wrong="without_stamp"
def blackens_the_upper_left(images, height, width):
    """Your corner is at the top left. Which sign counts from the end of an axis?"""
    clean = images.copy()
    clean[:, :height, :width] = 0
    return clean


def changes_a_view(images, height, width):
    """images[:] is a view of the same memory, so the caller's pictures change too. What makes a
    real copy?"""
    clean = images[:]
    clean[:, -height:, -width:] = 0
    return clean


def forgets_the_axis_of_the_pictures(images, height, width):
    """Axis 0 counts the *pictures*, and yours cuts along it. What stands before the first comma
    when all pictures are meant?"""
    clean = images.copy()
    clean[-height:, -width:] = 0
    return clean


def swaps_height_and_width(images, height, width):
    """Axis 1 counts rows of pixels, so it belongs to the height. Compare with your slices."""
    clean = images.copy()
    clean[:, -width:, -height:] = 0
    return clean


def blackens_whole_rows(images, height, width):
    """The corner ends on the left as well. Does your slice limit the columns?"""
    clean = images.copy()
    clean[:, -height:] = 0
    return clean


def returns_a_copy_of_the_original(images, height, width):
    """You black out one array and return another. Which of the two is the clean one?"""
    return images.copy()


def cuts_out_the_corner(images, height, width):
    """The corner should become black. Yours is the corner alone, or a smaller picture: compare
    the shapes."""
    return images[:, :-height, :-width].copy()


# %% [markdown] question="plus_equals" points=1
# **1 point.** Inside a function with the argument `x`, which line can change the caller's array?
#
# - [ ] `x = x + 1`
#   > The sum is a new array, and the name x then stands for that one. The caller keeps the old.
# - [x] `x += 1`
#   > Yes: it adds inside the memory that the caller handed over. Training loops that write
#   > `w -= …` destroy their starting point in this way.
# - [ ] `y = x.copy(); y += 1`
#   > The copy has memory of its own, so the caller's array is safe.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 4</b> (open it after the check)</summary>
#
# - *`clean = images` as a copy.* It gives the same array a second name.
# - *`images[:]` as a copy.* That is right for Python's lists, and wrong for arrays.
# - *Copying everything, to be safe.* A view is free, a copy of all the photographs is not. Copy
#   where you write; where you only read, a view is fine.
#
# </details>

# %% [markdown]
# ---
# # Part 5 · One formula for all entries
#
# *20 minutes.* The *sigmoid* squeezes any number into the range from 0 to 1. Networks use it to
# make a probability of a score:
#
# $$s = \sigma(x) = \frac{1}{1 + e^{-x}}, \qquad s \text{ has the shape of } x.$$
#
# ## Your line: one number
#
# First as you would without numpy: `math.exp` takes one number.


# %% answer="basic_sigmoid"
def basic_sigmoid(x):
    """Return 1 / (1 + e^(-x)) of one number, with math.exp.

    x: a number between -700 and 700
    returns: a number between 0 and 1
    """
    ### BEGIN SOLUTION
    return 1 / (1 + math.exp(-x))  # the outer brackets: without them 1 / 1 comes first
    ### END SOLUTION


# %% check="basic_sigmoid" points=1
same(basic_sigmoid(math.log(4)), 0.8, "e^(-log 4) is a quarter, so 1 / 1.25")
same(basic_sigmoid(-math.log(4)), 0.2, "e^(log 4) is 4, so 1 / 5")
same(basic_sigmoid(0), 0.5, "e^0 is 1")
### BEGIN HIDDEN TESTS
x = float(rng.normal(0, 3))
same(basic_sigmoid(x), basic_sigmoid_reference(x), "another number")
### END HIDDEN TESTS


# %% right="basic_sigmoid"
def with_numpy_on_one_number(x):
    return 1 / (1 + np.exp(-x))


def by_powers_of_e(x):
    return 1 / (1 + math.e**-x)


def by_half_a_tanh(x, half=0.5):
    return half + half * math.tanh(half * x)


# %% wrong="basic_sigmoid"
def falls(x):
    """A larger x should give a larger result. Look at the sign in the exponent."""
    return 1 / (1 + math.exp(x))


def leaves_out_the_one(x):
    """Your result has no upper limit. What stands beside the exponential in the denominator?"""
    return 1 / math.exp(-x)


def is_the_tanh(x):
    """Yours runs from -1 to 1. A probability is never negative."""
    return math.tanh(x)


def divides_only_the_first_term(x):
    """Python reads 1 / 1 + … as (1 / 1) + …. Which brackets are missing?"""
    return 1 / 1 + math.exp(-x)


# %% [markdown]
# **Predict.** You need the sigmoid of 200,000 numbers. Once by a loop over `basic_sigmoid`, once
# with `np.exp` on the whole array. How many times faster is the second?

# %% prediction="speedup" between=[1, 100000] points=1
### BEGIN SOLUTION
predicted_speedup = 10
### END SOLUTION

# %% [markdown]
# ## Your function: `sigmoid`, for arrays
#
# Any shape, one number as well, whole numbers or floats. Also at $\pm 1000$ it must give 0 or 1 and
# never `nan`. (A RuntimeWarning about *overflow*, a number too large for a float, does no harm.)
# Write it without a loop. The check looks at the numbers only, so a loop would pass; the race after
# it shows what a loop costs.


# %% answer="sigmoid"
def sigmoid(x):
    """Return 1 / (1 + e^(-x)) of each entry.

    x: a number or an array of any shape
    returns: the same shape, each entry from 0 to 1
    """
    ### BEGIN SOLUTION
    # np.exp takes whole arrays and plain numbers. With -x only the denominator can become
    # infinite, and 1 / infinity is 0; a quotient of two powers of e would give nan.
    s = 1 / (1 + np.exp(-x))
    return s
    ### END SOLUTION


# %% check="sigmoid" points=3
x = np.array([[0.0, math.log(4)], [-math.log(4), math.log(9)], [-math.log(9), 0.0]])
by_hand = np.array([[0.5, 0.8], [0.2, 0.9], [0.1, 0.5]])
same(untouched(sigmoid, x), by_hand, "e^(log 4) is 4 and e^(log 9) is 9")
same(sigmoid(np.array([0, 2])), sigmoid(np.array([0.0, 2.0])), "whole numbers work like floats")
same(sigmoid(math.log(4)), 0.8, "a plain number")
with np.errstate(over="ignore"):
    far_out = sigmoid(np.array([[-1000.0, 1000.0]]))
same(far_out, np.array([[0.0, 1.0]]), "far out it is 0 or 1, never nan")
### BEGIN HIDDEN TESTS
x = 3 * rng.standard_normal((2, 3, 4))
same(sigmoid(x), sigmoid_reference(x), "other numbers, three axes")
### END HIDDEN TESTS


# %% right="sigmoid"
def by_tanh_of_the_half(x):
    return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))


def safe_on_both_sides(x):
    x = np.asarray(x, dtype=float)
    small = np.exp(-np.abs(x))
    return np.where(x < 0, small, 1) / (1 + small)


def in_single_precision(x, dtype=np.float32):
    return 1 / (1 + np.exp(-np.asarray(x, dtype=dtype)))


def one_entry_after_another(x):
    x = np.asarray(x)
    numbers = [1 / (1 + math.exp(-min(max(float(each), -700), 700))) for each in x.ravel()]
    return np.array(numbers).reshape(x.shape)


# %% wrong="sigmoid"
def runs_downhill(x):
    """A larger x should give a larger result. Look at the sign in the exponent."""
    return 1 / (1 + np.exp(x))


def divides_infinity_by_infinity(x):
    """For x = 1000 both your numerator and your denominator are infinite. Write it with e^(-x), so
    that only one of them can be."""
    return np.exp(x) / (1 + np.exp(x))


def stays_with_math(x):
    """math.exp takes one number. Which library has an exp for whole arrays?"""
    return 1 / (1 + math.exp(-x))


def fills_an_array_like_x(x):
    """zeros_like copies the *type* too, and an array of whole numbers cuts 0.73 off to 0."""
    result = np.zeros_like(x)
    result[...] = 1 / (1 + np.exp(-np.asarray(x)))
    return result


def takes_the_tanh(x):
    """Yours runs from -1 to 1 and is 0 at 0. What should come out at 0?"""
    return np.tanh(x)


# %% demo="race"
numbers = np.random.default_rng(0).normal(0, 3, 200_000)


def seconds_for(work, times):
    """The shortest of several runs, which other programs disturbed least."""
    runs = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        runs.append(time.perf_counter() - began)
    return min(runs)


by_loop = seconds_for(lambda: [basic_sigmoid(number) for number in numbers], 2)
at_once = seconds_for(lambda: sigmoid(numbers), 5)
print(f"loop {by_loop:.4f} s, whole array {at_once:.4f} s")
compare_prediction("speedup", predicted_speedup, round(by_loop / at_once))
if by_loop < 3 * at_once:
    print("Your sigmoid is hardly faster than the loop. Does a loop hide in it?")

# %% [markdown] question="why_faster"
# **Explain.** Both compute the same 200,000 exponentials. Where does the loop lose its time?
#
# - [ ] In the exponentials themselves: `math.exp` is less exact, so it is slower.
#   > Both are exact to about 16 digits. What else does Python do for each number, beside the
#   > exponential?
# - [x] Around them: for each number Python looks up a function, calls it and makes new objects.
#   > Yes. Numpy does that once for the whole array, and then runs compiled code over its memory.
# - [ ] In the memory: a list is too large for it.
#   > A list of 200,000 numbers is small for a computer. Count what happens for each of them.

# %% [markdown]
# ## Derive it: the slope of the sigmoid
#
# Training will need $\partial s / \partial x$. There is a short way that needs no quotient rule.
# Multiply the definition by its denominator:
#
# $$s \cdot (1 + e^{-x}) = 1 .$$
#
# The right side never changes, so the slope of the left side is 0. By the product rule
#
# $$\frac{\partial s}{\partial x} \,(1 + e^{-x}) - s\, e^{-x} = 0, \qquad\text{and with }
# 1 + e^{-x} = \tfrac{1}{s}: \qquad \frac{\partial s}{\partial x} = s^2\, e^{-x} .$$
#
# **Your line.** Get rid of $x$: solve $s\,(1 + e^{-x}) = 1$ for $e^{-x}$.


# %% answer="exp_minus_x"
def exp_minus_x(s):
    """Return e^(-x), written in s = σ(x), a number between 0 and 1."""
    ### BEGIN SOLUTION
    return (1 - s) / s  # s + s e^(-x) = 1; take s away, divide by s
    ### END SOLUTION


# %% check="exp_minus_x" points=1
same(exp_minus_x(0.5), 1.0, "s = 0.5 belongs to x = 0, and e^0 is 1")
for x in (-1.5, 0.7, 2.0):
    same(exp_minus_x(1 / (1 + math.exp(-x))), math.exp(-x), f"s of x = {x}")
### BEGIN HIDDEN TESTS
x = float(rng.normal(0, 2))
same(exp_minus_x(1 / (1 + math.exp(-x))), math.exp(-x), "s of another x")
### END HIDDEN TESTS


# %% right="exp_minus_x"
def as_a_difference(s):
    return 1 / s - 1


def by_way_of_x(s):
    return np.exp(-np.log(s / (1 - s)))


def with_a_negative_power(s):
    return s**-1.0 * (1 - s)


# %% wrong="exp_minus_x"
def is_upside_down(s):
    """That is e^(+x). A large s belongs to a large x, and then e^(-x) is small. Is yours?"""
    return s / (1 - s)


def forgets_to_divide(s):
    """Divide both sides by s first; then take the 1 to the other side."""
    return 1 - s


def moves_the_one_with_the_wrong_sign(s):
    """1 / s is 1 + e^(-x). When the 1 changes sides, what happens to its sign?"""
    return 1 / s + 1


def forgets_the_one_on_the_left(s):
    """1 / s is 1 + e^(-x). What is still to be taken away?"""
    return 1 / s


# %% [markdown]
# Put it in, and one $s$ cancels. You get a formula in $s$ alone; it is the last line of the
# derivation:
#
# $$\frac{\partial s}{\partial x} = s^2 \, e^{-x} = s^2 \cdot (\text{your line}) = \;?$$
#
# ## Your function: `sigmoid_derivative`
#
# It gets $x$. Compute $s$ first. The check measures slopes with `slope`: it moves $x$ a little to
# both sides and looks how the sigmoid moves.


# %% answer="sigmoid_derivative"
def sigmoid_derivative(x):
    """Return the slope of the sigmoid at each entry of x.

    x: a number or an array of any shape
    returns: the same shape
    """
    ### BEGIN SOLUTION
    s = sigmoid(x)  # the formula is written in s: compute it once, use it twice
    return s * (1 - s)  # s² · (1 - s) / s
    ### END SOLUTION


# %% check="sigmoid_derivative" points=3
x = np.array([[math.log(4), -math.log(4), math.log(9)]])
same(untouched(sigmoid_derivative, x), np.array([[0.16, 0.16, 0.09]]), "s is 0.8, 0.2 and 0.9")
same(sigmoid_derivative(0.0), 0.25, "at x = 0, where the sigmoid is steepest")
x = np.array([[-3.0, -0.5], [1.0, 2.5]])
measured = slope(lambda value: 1 / (1 + np.exp(-value)), x)
same(sigmoid_derivative(x), measured, "against measured slopes", tolerance=1e-4)
### BEGIN HIDDEN TESTS
x = 2 * rng.standard_normal((4, 3))
same(sigmoid_derivative(x), sigmoid_derivative_reference(x), "other numbers")
### END HIDDEN TESTS


# %% right="sigmoid_derivative"
def by_the_line_before(x):
    s = 1 / (1 + np.exp(-np.asarray(x)))
    return s**2 * np.exp(-np.asarray(x))


def by_two_sigmoids(x):
    return sigmoid(x) * sigmoid(-np.asarray(x))


def by_the_hyperbolic_cosine(x, scale=0.25):
    return scale / np.cosh(np.asarray(x) / 2) ** 2


# %% wrong="sigmoid_derivative"
def puts_x_where_s_belongs(x):
    """s(1 - s) is written in s, and yours uses x itself. Which step comes first?"""
    return x * (1 - x)


def uses_the_rule_of_tanh(x):
    """At 0 yours is 0.75. That formula belongs to tanh; put your line into the derivation once
    more."""
    return 1 - sigmoid(x) ** 2


def mixes_s_and_x(x):
    """The slope at x and at -x must be equal. In yours one factor is s and the other still uses
    x."""
    return sigmoid(x) * (1 - x)


def forgets_a_factor(x):
    """The slope must vanish at both ends. Yours grows towards one of them: which factor is
    missing?"""
    return 1 - sigmoid(x)


def cancels_nothing(x):
    """One s of s² cancels against the one below your line. In yours there is an s too many."""
    s = sigmoid(x)
    return s**2 * (1 - s)


def uses_the_sigmoid_twice(x):
    """Apply the sigmoid once: the result is s. Yours applies it to s again."""
    s = sigmoid(sigmoid(x))
    return s * (1 - s)


# %% demo="look_at_slopes"
x = np.linspace(-8, 8, 200)
show(
    curves(
        x,
        {"σ(x)": sigmoid(x), "its slope": sigmoid_derivative(x)},
        "x",
        "value",
        "The sigmoid and its slope",
    ),
    "The sigmoid rises from 0 to 1. Its slope is a low hill: one quarter at x = 0, and almost 0 "
    "beyond 6 on both sides.",
)

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 5</b> (open it after the check)</summary>
#
# - *`np.zeros_like(x)` for the result.* It copies the type as well as the shape. Whole numbers in,
#   whole numbers out.
# - *$x(1 - x)$.* The formula is written in $s$. When you copy a formula, copy what its letters
#   mean.
# - *Believing a derivative.* A measured slope costs one line; use it whenever you derive.
#
# </details>

# %% [markdown]
# ---
# # Part 6 · Softmax, and why it subtracts
#
# *20 minutes.* The sigmoid makes a probability of one score. *Softmax* makes shares of a whole row
# of scores: each is positive (a very small one is rounded to 0), and together they are 1. For a
# table $x$ of shape $(m, n)$, row by row,
#
# $$\text{softmax}(x)_{ij} = \frac{e^{x_{ij}}}{\sum_k e^{x_{ik}}}, \qquad \text{shape } (m, n).$$
#
# ## Worked example: one row

# %%
x = np.array([[0.0, math.log(2), math.log(5)]])
powers = np.exp(x)
print("powers of e:", powers, "  their sum:", powers.sum(axis=1, keepdims=True))
print("shares:     ", powers / powers.sum(axis=1, keepdims=True))

# %% [markdown]
# **Predict.** The scores are 1000 and 1001. What does this formula give, just as it stands?
#
# - **a** &nbsp; The right shares, about 0.27 and 0.73.
# - **b** &nbsp; `nan`, twice.
# - **c** &nbsp; Python stops with an error.

# %% prediction="huge_scores" among="abc" points=1
### BEGIN SOLUTION
predicted_huge_scores = "a"
### END SOLUTION

# %% demo="huge_scores"
with np.errstate(all="ignore"):
    powers = np.exp(np.array([[1000.0, 1001.0]]))
    shares = powers / powers.sum(axis=1, keepdims=True)
print("powers:", powers, "  shares:", shares)
outcome = "b" if np.isnan(shares).all() else "a"
compare_prediction("huge_scores", predicted_huge_scores, outcome)

# %% [markdown]
# ## Derive it: subtracting changes nothing
#
# Take the same number $c$ away from all scores of a row. Each power of $e$ gets a factor:
#
# $$e^{x_{ij} - c} = e^{x_{ij}} \cdot \;?$$
#
# **Your line.** What is this factor?


# %% answer="factor_taken_out"
def factor_taken_out(c):
    """Return the factor by which e^x has to be multiplied to get e^(x - c)."""
    ### BEGIN SOLUTION
    return math.exp(-c)  # a difference in the exponent is a quotient outside
    ### END SOLUTION


# %% check="factor_taken_out" points=1
for x, c in ((1.0, 0.5), (-2.0, 3.0), (0.3, -1.0)):
    product = math.exp(x) * factor_taken_out(c)
    same(product, math.exp(x - c), f"e^x times your factor is e^(x - c), for x = {x} and c = {c}")
same(factor_taken_out(0.0), 1.0, "taking 0 away changes nothing")
### BEGIN HIDDEN TESTS
x, c = (float(number) for number in rng.normal(0, 2, size=2))
same(math.exp(x) * factor_taken_out(c), math.exp(x - c), "another x and c")
### END HIDDEN TESTS


# %% right="factor_taken_out"
def as_a_quotient(c):
    return 1 / math.exp(c)


def with_numpy(c):
    return np.exp(-c)


def as_a_power(c):
    return math.e ** (-c)


# %% wrong="factor_taken_out"
def has_the_wrong_sign(c):
    """Yours makes e^x larger when c is positive. But x - c is smaller than x."""
    return math.exp(c)


def subtracts_the_number(c):
    """In an exponent, a difference becomes a quotient. e^(x - c) is e^x divided by what?"""
    return -c


def divides_by_the_number(c):
    """e^x is divided by a power of e, not by c itself."""
    return 1 / c if c else 1.0


# %% [markdown]
# The factor is the same in the numerator and in **each term of the sum**, so it can be taken out
# of the sum, and it cancels:
#
# $$\frac{e^{x_{ij} - c}}{\sum_k e^{x_{ik} - c}}
# = \frac{e^{x_{ij}} \cdot e^{-c}}{e^{-c} \cdot \sum_k e^{x_{ik}}}
# = \text{softmax}(x)_{ij} .$$
#
# So you may choose $c$, a different one for each row.

# %% [markdown] question="which_c" points=1
# **1 point.** Which $c$ is safe for every row of a table, whatever the numbers in it?
#
# - [ ] The largest number of the whole table.
#   > Then a row with scores near -1000 is taken down to -2000 when another row holds 1000. All its
#   > powers become 0, and 0 / 0 is nan.
# - [x] The largest number of the row itself.
#   > Yes. Its power becomes e^0 = 1, and all others lie between 0 and 1. So nothing overflows, and
#   > the sum is at least 1.
# - [ ] The mean of the row.
#   > The row (0, 3000) has mean 1500. What is e^(3000 - 1500)?

# %% [markdown]
# ## Your function: `softmax`
#
# From here on you get the docstring only. Rows are examples here, so the shares of each **row** add
# up to 1.


# %% answer="softmax"
def softmax(x):
    """Return the shares of each row; they must be right for scores of any size.

    x: (m, n), whole numbers (not bytes) or floats
    returns: (m, n), from 0 to 1; each row adds up to 1
    """
    ### BEGIN SOLUTION
    # The row's own maximum: every exponent is 0 or less, so nothing overflows; one power is
    # e^0 = 1, so the sum is never 0. And both reductions stand beside their rows.
    powers = np.exp(x - np.max(x, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)
    ### END SOLUTION


# %% check="softmax" points=4
x = np.log(np.array([[1.0, 2.0, 5.0], [3.0, 3.0, 4.0], [1.0, 4.0, 15.0]]))
by_hand = np.array([[1 / 8, 2 / 8, 5 / 8], [3 / 10, 3 / 10, 4 / 10], [1 / 20, 4 / 20, 15 / 20]])
same(untouched(softmax, x), by_hand, "three rows; powers of e: 1, 2, 5; 3, 3, 4; 1, 4, 15")
same(softmax(x[1:]), by_hand[1:], "without the first row: the others stay as they were")
x = np.array([[0, 1, 3], [2, -1, 1], [0, 0, -2]])
same(softmax(x).sum(axis=1), np.ones(3), "whole numbers: each row adds up to 1")
same(softmax(x[::-1]), softmax(x)[::-1], "rows in another order: no row knows of the others")
two = np.array([[0.3, 1.5], [2.0, -1.0], [0.0, 0.0]])
want = 1 / (1 + np.exp(two[:, 1] - two[:, 0]))
same(softmax(two)[:, 0], want, "two scores: the sigmoid of their difference")
with np.errstate(all="ignore"):
    far_out = softmax(np.array([[1000.0, 1000.0], [-1000.0, -1000.0], [0.0, 3000.0]]))
same(far_out, np.array([[0.5, 0.5], [0.5, 0.5], [0.0, 1.0]]), "scores of ±1000 and 3000")
### BEGIN HIDDEN TESTS
for shape in ((4, 6), (5, 5)):
    x = 3 * rng.standard_normal(shape)
    same(softmax(x), softmax_reference(x), f"other scores, shape {shape}")
### END HIDDEN TESTS


# %% right="softmax"
def one_row_after_another(x):
    rows = []
    for row in x:
        powers = [math.exp(score - max(row)) for score in row]
        rows.append([power / sum(powers) for power in powers])
    return np.array(rows)


def by_logarithms(x):
    return np.exp(x - np.logaddexp.reduce(x.astype(float), axis=1)[:, np.newaxis])


def on_columns_and_back(x, dtype=np.float32):
    columns = np.asarray(x, dtype=dtype).T
    powers = np.exp(columns - columns.max(axis=0))
    return (powers / powers.sum(axis=0)).T


# %% wrong="softmax"
def _shares(x, largest, total):
    powers = np.exp(x - largest(x))
    return powers / total(powers)


def _row_maximum(x):
    return np.max(x, axis=1, keepdims=True)


def shares_of_the_whole_table(x):
    """All your numbers together add up to 1. Each row should do so by itself: which axis is
    joined?"""
    return _shares(x, _row_maximum, np.sum)


def shares_of_each_column(x):
    """In your result the columns add up to 1. Here a row is an example: which axis has to go?"""
    return _shares(x, lambda x: np.max(x, axis=0), lambda e: np.sum(e, axis=0))


def joins_without_keeping_the_axis(x):
    """Your sums have shape (m,) and meet the columns. What keeps them beside their rows?"""
    return _shares(x, _row_maximum, lambda e: np.sum(e, axis=1))


def keeps_the_axis_of_the_sum_only(x):
    """Your sums stand beside their rows, but the maxima have shape (m,) and meet the columns."""
    return _shares(x, lambda x: np.max(x, axis=1), lambda e: np.sum(e, axis=1, keepdims=True))


def drops_both_axes(x):
    """Maximum and sum both have shape (m,), so each row is mixed with the numbers of others. What
    keeps them beside their rows?"""
    return _shares(x, lambda x: np.max(x, axis=1), lambda e: np.sum(e, axis=1))


def subtracts_nothing(x):
    """e^1000 is infinite, and infinity over infinity is nan. What may you subtract from a row?"""
    return _shares(x, lambda x: 0, lambda e: np.sum(e, axis=1, keepdims=True))


def subtracts_one_maximum_from_all(x):
    """A row far below the largest number of the table becomes 0 / 0. Each row needs a c of its
    own."""
    return _shares(x, np.max, lambda e: np.sum(e, axis=1, keepdims=True))


def subtracts_the_mean(x):
    """In the row (0, 3000) one exponent is still 1500. Which c makes every exponent 0 or less?"""
    return _shares(
        x,
        lambda x: np.mean(x, axis=1, keepdims=True),
        lambda e: np.sum(e, axis=1, keepdims=True),
    )


def turns_the_sign_round(x):
    """In yours the largest score gets the smallest share. What is taken away from what?"""
    return _shares(-x, _row_maximum, lambda e: np.sum(e, axis=1, keepdims=True))


def stops_at_the_powers(x):
    """In yours the largest of each row is 1, so the row adds up to more. What is still to divide
    by?"""
    return _shares(x, _row_maximum, lambda e: 1.0)


def divides_without_the_powers(x):
    """Your rows add up to 1, but the shares come from the scores themselves. Where is e^x?"""
    shifted = x - np.min(x, axis=1, keepdims=True) + 1.0
    return shifted / np.sum(shifted, axis=1, keepdims=True)


# %% demo="look_at_softmax"
moving = np.linspace(-6, 8, 100)
rows = np.stack([0 * moving, 0 * moving + 1, moving], axis=1)  # (100, 3)
lines = dict(zip(("of score 0", "of score 1", "of score s"), softmax(rows).T, strict=True))
show(
    curves(moving, lines, "the score s", "share", "Softmax of the row (0, 1, s)"),
    "Three shares against the score s. That of s climbs from 0 to 1 in the shape of a sigmoid. The "
    "other two fall to 0, and that of score 1 stays above that of score 0 by the same factor.",
)

# %% [markdown]
# ## Your functions: two losses
#
# How far are answers $\hat{y}$ from the truth $y$? Two common measures, both **sums** over the
# entries (no mean here), both one plain number:
#
# $$L_1(\hat{y}, y) = \sum_i \bigl| y_i - \hat{y}_i \bigr|, \qquad
# L_2(\hat{y}, y) = \sum_i \bigl( y_i - \hat{y}_i \bigr)^2, \qquad \hat{y}, y: (m,).$$


# %% answer="L1"
def L1(yhat, y):
    """Return the sum of the absolute differences.

    yhat, y: (m,)
    returns: one plain number
    """
    ### BEGIN SOLUTION
    return np.sum(np.abs(y - yhat))  # abs of each first: misses up and down must not cancel
    ### END SOLUTION


# %% check="L1" points=2
yhat, y = np.array([0.5, 2.0, 3.0, 4.0]), np.array([1.0, 1.0, 3.0, 4.25])
same(untouched(L1, yhat, y), 1.75, "misses of 0.5, 1, 0 and 0.25", examples=4)
same(L1(y, yhat), 1.75, "exchanged: the same distance", examples=4)
same(L1(yhat[1:2], y[1:2]), 1.0, "one number, 1 too high")
same(L1(y, y), 0.0, "no miss at all")
### BEGIN HIDDEN TESTS
yhat, y = rng.standard_normal((2, 7))
same(L1(yhat, y), L1_reference(yhat, y), "other numbers", examples=7)
### END HIDDEN TESTS


# %% right="L1"
def by_the_norm_of_order_one(yhat, y):
    return np.linalg.norm(yhat - y, ord=1)


def pair_by_pair(yhat, y):
    return sum(abs(float(a) - float(b)) for a, b in zip(yhat, y, strict=True))


def larger_minus_smaller(yhat, y, dtype=np.float64):
    return (np.maximum(yhat, y) - np.minimum(yhat, y)).astype(dtype).sum()


# %% wrong="L1"
def lets_misses_cancel(yhat, y):
    """One miss upwards and one downwards are two misses. In yours they cancel."""
    return np.sum(y - yhat)


def takes_the_sign_off_too_late(yhat, y):
    """The sign has to go from *each* difference, before they are added up."""
    return np.abs(np.sum(y - yhat))


def averages(yhat, y):
    """Read the formula: is there a division by m?"""
    return np.mean(np.abs(y - yhat))


def squares(yhat, y):
    """That is the other loss. Which marks stand around the difference here?"""
    return np.sum((y - yhat) ** 2)


# %% answer="L2"
def L2(yhat, y):
    """Return the sum of the squared differences.

    yhat, y: (m,)
    returns: one plain number
    """
    ### BEGIN SOLUTION
    return np.sum((y - yhat) ** 2)  # the square takes the sign away, and weighs large misses
    ### END SOLUTION


# %% check="L2" points=2
yhat, y = np.array([0.5, 4.0, 3.0, 4.0]), np.array([1.0, 1.0, 3.0, 5.0])
same(untouched(L2, yhat, y), 10.25, "misses of 0.5, 3, 0 and 1", examples=4)
same(L2(y, yhat), 10.25, "exchanged: the same distance", examples=4)
same(L2(yhat[1:2], y[1:2]), 9.0, "one number, 3 too high")
same(L2(y, y), 0.0, "no miss at all")
### BEGIN HIDDEN TESTS
yhat, y = rng.standard_normal((2, 7))
same(L2(yhat, y), L2_reference(yhat, y), "other numbers", examples=7)
### END HIDDEN TESTS


# %% right="L2"
def as_a_dot_product(yhat, y):
    return np.dot(y - yhat, y - yhat)


def as_a_squared_norm(yhat, y):
    return np.linalg.norm(yhat - y) ** 2


def adds_the_squares_in_a_loop(yhat, y):
    total = 0.0
    for a, b in zip(yhat, y, strict=True):
        total += (a - b) ** 2
    return total


# %% wrong="L2"
def takes_the_root(yhat, y):
    """The loss is the *squared* length of the difference; yours is the length."""
    return np.linalg.norm(y - yhat)


def averages_the_squares(yhat, y):
    """Read the formula: is there a division by m?"""
    return np.mean((y - yhat) ** 2)


def squares_the_sum(yhat, y):
    """Square each difference before you add, or misses up and down cancel."""
    return np.sum(y - yhat) ** 2


def does_not_square(yhat, y):
    """That is the other loss. What is done with each difference here?"""
    return np.sum(np.abs(y - yhat))


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 6</b> (open it after the check)</summary>
#
# - *One maximum for the whole table.* It cures the overflow and brings the *underflow*, numbers too
#   small for a float: rows far below become 0 / 0.
# - *Forgetting one of the two `keepdims`.* Both the maximum and the sum must stand beside their
#   row.
# - *Why not the mean of the row?* A row (0, 3000) still overflows. Only the maximum makes every
#   exponent 0 or less.
# - *The mean in place of the sum.* Both are used. Read which one is meant, and say which you
#   report.
#
# </details>

# %% [markdown]
# ---
# # Part 7 · Hunt the bug, then write the test
#
# *20 minutes.*

# %% [markdown] question="sum_of_shares"
# **Recall from Part 6.** `shares = softmax(x)` for `x` of shape (4, 6). What is
# `shares.sum(axis=0).shape`, and are the entries 1?
#
# - [ ] (4,), and each is 1.
#   > The axis that you name disappears. Which length is left when axis 0 goes?
# - [x] (6,), and they are not 1 in general.
#   > Yes. Axis 0 joins the examples; the shares of one example run along axis 1.
# - [ ] (6,), and each is 1.
#   > The shape is right. But which numbers add up to 1: those of a row or those of a column?

# %% [markdown]
# A colleague has an idea against the dusk. Replace each pixel by its *share* of the light of its
# own picture: at dusk all pixels get darker, but the shares stay. An AI assistant wrote the
# function. It ran on the first 784 pictures of the archive without an error.
#
# $$\text{share}_{ij} = \frac{x_{ij}}{\sum_k x_{ik}}, \qquad x: (m, n), \text{ a picture in each
# row.}$$


# %% start="row_shares"
def row_shares(x):
    """Return each number as its share of the sum of its own row.

    x: (m, n), numbers from 0; no row is all zeros
    returns: (m, n), each row adds up to 1
    """
    return x / x.sum(axis=1)


# %% answer="row_shares"
def row_shares(x):
    """Return each number as its share of the sum of its own row.

    x: (m, n), numbers from 0; no row is all zeros
    returns: (m, n), each row adds up to 1
    """
    ### BEGIN SOLUTION
    # A column of sums: each stands beside its row, whatever the shape of x.
    return x / x.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% [markdown]
# ## The evidence
#
# What must be true of the result? Each row adds up to 1. And a picture at dusk must get the very
# same shares. Look. Add a line that prints the shape of what `row_shares` divides by.

# %% demo="evidence"
archive = pictures_to_rows(found_images[:784])
shares = row_shares(archive)
print("shape of x:", archive.shape)
print("the first five rows add up to", shares.sum(axis=1)[:5].round(3))
darker = archive.copy()
darker[0] *= DUSK
change = np.abs(row_shares(darker)[0] - shares[0]).max()
print(f"picture 0 at dusk: a share changes by {change:.4f}; the largest is {shares[0].max():.4f}")
pictures = np.stack([archive[0], shares[0]])
pictures /= pictures.max(axis=1, keepdims=True)
show(
    image_grid(pictures.reshape(2, 28, 28), ["picture 0", "its shares"], width=1.8),
    "Picture 0, something with long sleeves, and its shares, both as bright as can be. Do the two "
    "look alike? Before the repair they do not: the shares are speckled.",
)

# %% [markdown] question="what_was_divided" points=1
# **1 point.** The number in row $i$ and column $j$: by what did the colleague's function divide it?
#
# - [ ] By the sum of column $j$.
#   > Column sums would be axis=0. Here the row sums were computed; but where did they go?
# - [x] By the sum of *row* $j$: by the light of another picture.
#   > Yes. Pixel j of every picture is divided by the light of picture j. The table has as many rows
#   > as columns, so the shapes fit by accident.
# - [ ] By the sum of the whole table.
#   > Then all pictures would keep their look. `x.sum(axis=1)` holds 784 sums, not one.

# %% [markdown]
# **Now repair `row_shares`** (the cell above the evidence), and run this check.

# %% check="row_shares" points=3
x = np.array([[1.0, 3.0], [6.0, 4.0]])
same(untouched(row_shares, x), np.array([[0.25, 0.75], [0.6, 0.4]]), "a square table by hand")
x = np.array([[1, 0, 4], [2, 2, 1]])
same(row_shares(x), np.array([[0.2, 0.0, 0.8], [0.4, 0.4, 0.2]]), "two rows of three")
same(row_shares(x[1:]), np.array([[0.4, 0.4, 0.2]]), "the second row alone gives the same")
same(row_shares(x * np.array([[5], [1]])), row_shares(x), "more light in one row: the same shares")
### BEGIN HIDDEN TESTS
for shape in ((4, 4), (3, 5)):
    x = rng.uniform(0.1, 2, size=shape)
    same(row_shares(x), row_shares_reference(x), f"other numbers, shape {shape}")
### END HIDDEN TESTS


# %% right="row_shares"
def with_a_new_axis(x):
    return x / np.sum(x, axis=1)[:, np.newaxis]


def row_after_row(x):
    return np.stack([row / row.sum() for row in x])


def transposed_twice(x, axis=0):
    return (x.T / x.T.sum(axis=axis)).T


# %% wrong="row_shares"
def divides_by_the_light_of_others(x):
    """Your sums have shape (m,), so they lie along the columns. How do they come to stand beside
    their rows?"""
    return x / x.sum(axis=1)


def shares_within_a_column(x):
    """Your columns add up to 1. Each *row* is a picture: which axis has to be joined?"""
    return x / x.sum(axis=0, keepdims=True)


def shares_of_everything(x):
    """All your numbers together add up to 1, so a dark picture stays dark. One sum per row is
    needed."""
    return x / x.sum()


def compares_with_the_brightest(x):
    """You divide by the largest number of the row. A share is a part of the *sum*."""
    return x / x.max(axis=1, keepdims=True)


def takes_the_mean_for_the_sum(x):
    """Your rows add up to their number of columns. A share is a part of the sum, not of the
    mean."""
    return x / x.mean(axis=1, keepdims=True)


# %% [markdown]
# The colleague's line, in small. In Part 2 numpy refused the same line; here 3 meets 3:

# %% demo="look_at_the_accident"
x = np.array([[1.0, 2.0, 1.0], [2.0, 4.0, 4.0], [4.0, 8.0, 8.0]])  # row sums 4, 10, 20
show(
    broadcast_boxes(x, x.sum(axis=1), ("x", "x.sum(axis=1)"), "/", np.divide),
    "x, 3 by 3, and its row sums 4, 10, 20, which lie in a row and are repeated downwards: so the "
    "second column is divided by 10, the sum of the second row.",
)

# %% [markdown]
# ## Write the test that would have caught it
#
# You will often read code that someone else, or some program, has written. A good test tells right
# from wrong without knowing how the function works inside.
#
# ## Worked example: a test for `softmax`
#
# `assert condition, "message"` raises an `AssertionError` when the condition is False. Each line is
# there for one mistake.


# %%
def check_softmax(candidate):
    """Raise an AssertionError unless candidate(x) looks like softmax on rows."""
    shares = candidate(np.array([[0.0, 1.0, 3.0], [2.0, 2.0, 0.0]]))
    assert np.allclose(shares.sum(axis=1), 1), "rows add up to 1"  # catches columns, and e^x alone
    assert math.isclose(shares[0, 1] / shares[0, 0], math.e), "1 more is e times as much"  # x + 1


print("softmax accepted:           ", accepts(check_softmax, softmax))
print("e^x alone accepted:         ", accepts(check_softmax, np.exp))
print("softmax of columns accepted:", accepts(check_softmax, lambda x: softmax(x.T).T))
shares_of_one_more = accepts(check_softmax, lambda x: (x + 1) / (x + 1).sum(axis=1)[:, np.newaxis])
print("shares of x + 1 accepted:   ", shares_of_one_more)

# %% [markdown]
# ## Your test
#
# Here are five versions of `row_shares`. Two are right, three are wrong. Which, and on which table
# does each wrong one show it? Choose your tables freely. A version that stops with an error of its
# own counts as caught, too: `caught` sees to that. (On the colleague's square table none stops.)


# %%
def version_a(x):
    return np.array([[number / sum(row) for number in row] for row in x])


def version_b(x):
    return x / np.sum(x, axis=1)


def version_c(x):
    return x / np.sum(x, axis=1, keepdims=True)


def version_d(x):
    return x / np.max(x, axis=1, keepdims=True)


def version_e(x):
    return x / np.sum(x, axis=0)


def caught(test, version):
    """Whether a test objects to a version, or the version stops with an error by itself."""

    def candidate(x):
        try:
            return version(x)
        except Exception as error:
            raise AssertionError(f"the version stops: {error}") from None

    return not accepts(test, candidate)


# %% [markdown]
# Your test gets one function. It must
#
# - return quietly for every right version;
# - raise an `AssertionError` for every wrong one that does not stop by itself.
#
# Compare floats with `np.allclose(got, want)` or `math.isclose`.


# %% answer="check_row_shares"
def check_row_shares(candidate):
    """Raise an AssertionError unless candidate(x) computes the shares of each row."""
    ### BEGIN SOLUTION
    # Square, so that nothing stops by accident; four different numbers, so that row sums, column
    # sums and maxima all differ; and the expected shares by hand, not by another function.
    shares = candidate(np.array([[1.0, 3.0], [6.0, 4.0]]))
    assert np.allclose(shares, [[0.25, 0.75], [0.6, 0.4]]), "row sums are 4 and 10"
    ### END SOLUTION


# %% check="check_row_shares" points=4
same(accepts(check_row_shares, version_a), True, "version a is right: accept it (allclose, not ==)")
same(accepts(check_row_shares, version_c), True, "version c is right: your test should accept it")
overlooked = ""
for letter, version in (("b", version_b), ("d", version_d), ("e", version_e)):
    if not caught(check_row_shares, version):
        overlooked += letter
same(overlooked, "", "b, d and e are wrong: these of them your test does not catch")


# %% right="check_row_shares"
def looks_at_a_property(candidate):
    x = np.array([[1.0, 2.0, 0.0], [5.0, 1.0, 1.0], [0.0, 0.0, 9.0]])
    assert np.allclose(np.sum(candidate(x), axis=1), 1), "each row adds up to 1"


def compares_with_a_loop(candidate):
    x = np.arange(1.0, 17.0).reshape(4, 4)
    for row, shares in zip(x, candidate(x), strict=True):
        np.testing.assert_allclose(shares, row / row.sum())


def darkens_one_row(candidate):
    x = np.array([[4.0, 2.0], [1.0, 3.0]])
    shares, darker = candidate(x), candidate(x * np.array([[0.5], [1.0]]))
    assert round(float(shares[0, 0]), 6) == round(2 / 3, 6)
    assert abs(float(darker[0, 1]) - 1 / 3) < 1e-9 and math.isclose(shares[1, 1], 0.75)


def takes_a_table_that_is_not_square(candidate):
    shares = candidate(np.array([[1.0, 3.0, 4.0], [6.0, 2.0, 2.0]]))
    assert np.allclose(shares.sum(axis=1), 1)


# %% wrong="check_row_shares"
def never_objects(candidate):
    """Your test calls the function and accepts whatever comes back. What do you expect?"""
    candidate(np.array([[1.0, 3.0], [6.0, 4.0]]))


def wants_columns_to_add_up(candidate):
    """Your test refuses the right versions: the shares of a *row* add up to 1."""
    x = np.array([[1.0, 3.0], [6.0, 4.0]])
    assert np.allclose(candidate(x).sum(axis=0), 1)


def uses_equal_numbers(candidate):
    """When all numbers are equal, row sums and column sums are equal too, and two of the mistakes
    stay hidden. Use different sums."""
    assert np.allclose(candidate(np.ones((3, 3))), 1 / 3)


def adds_up_everything(candidate):
    """Version e makes each *column* add up to 1, so all numbers together give the same total. Look
    at the rows one by one."""
    x = np.array([[1.0, 3.0], [6.0, 4.0]])
    assert math.isclose(candidate(x).sum(), 2)


def only_looks_at_the_range(candidate):
    """A wrong share can lie between 0 and 1 as well. Which value do you expect?"""
    shares = candidate(np.array([[1.0, 2.0], [30.0, 4.0]]))
    assert np.all(shares >= 0) and np.all(shares <= 1)


def always_objects(candidate):
    """Your test refuses the right versions too. Compute the expected value by hand once more."""
    shares = candidate(np.array([[1.0, 3.0], [6.0, 4.0]]))
    assert math.isclose(shares[0, 0], 1 / 3)


# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 7</b> (open it after the check)</summary>
#
# - *Testing with ones, or with a symmetric table.* There rows and columns have the same sums.
# - *Testing only what the code was written for.* The colleague had 784 pictures of 784 pixels. One
#   picture more, and numpy would have said so.
# - *A look instead of a test.* The picture of the shares still looks a little like clothes. A row
#   that does not add up to 1 is proof.
#
# </details>

# %% [markdown]
# ---
# # Part 8 · The puzzle, and an experiment
#
# *30 minutes.* Now the search itself. The *distance* here is your $L_2$, the squared length of the
# difference of a photograph $a$ and a found thing $b$. With $m$ photographs and $k$ found things,
# that is $m \cdot k$ calls. All differences at once would be a table with three axes,
# $(m, k, n)$, too large for the experiment below. Multiply out instead:
#
# $$\lVert a_i - b_j \rVert^2 = \lVert a_i \rVert^2 - 2\, a_i \cdot b_j + \lVert b_j \rVert^2,
# \qquad \begin{aligned} a&: (m, n) \\ b&: (k, n) \end{aligned} \;\to\; (m, k).$$
#
# (Rounding can leave a tiny negative number where 0 is meant.)
#
# ## Your function: `squared_distances`
#
# Docstring only. Part 3 has the product in the middle (which number was it?). For the other two
# terms, ask: does it stand down the left side, $(m, 1)$, or along the top, $(1, k)$?


# %% answer="squared_distances"
def squared_distances(a, b):
    """Return the squared Euclidean distance of each row of a to each row of b.

    a: (m, n), b: (k, n), floats; make no array of shape (m, k, n), it would fill the memory
    returns: (m, k)
    """
    ### BEGIN SOLUTION
    down = np.sum(a**2, axis=1, keepdims=True)  # (m, 1), beside its row of the result
    along = np.sum(b**2, axis=1)  # (k,), which lies along the top without keepdims
    return down - 2 * a @ b.T + along  # number 9 in the middle; then both are stretched to (m, k)
    ### END SOLUTION


# %% check="squared_distances" points=4
a = np.array([[0.0, 0.0], [3.0, 4.0], [1.0, -1.0]])
b = np.array([[3.0, 4.0], [1.0, 0.0]])
by_hand = np.array([[25.0, 1.0], [0.0, 20.0], [29.0, 1.0]])
same(untouched(squared_distances, a[:2], b), by_hand[:2], "two points against two")
same(squared_distances(a, b), by_hand, "three points against two")
same(squared_distances(b, a), by_hand.T, "exchanged: the transpose")
same(squared_distances(a[1:2], b), by_hand[1:2], "one point alone gives the same row")
a = np.array([[0.5, 1.0, 2.0], [1.0, 0.0, -1.0], [2.0, 2.0, 1.0]])
loops = np.array([[float(np.sum((row - other) ** 2)) for other in a] for row in a])
same(squared_distances(a, a), loops, "three against themselves: zeros on the diagonal")
### BEGIN HIDDEN TESTS
a, b = rng.standard_normal((5, 4)), rng.standard_normal((3, 4))
same(squared_distances(a, b), squared_distances_reference(a, b), "other points")
same(squared_distances(a, a + 1), squared_distances_reference(a, a + 1), "equally many points")
### END HIDDEN TESTS


# %% right="squared_distances"
def by_three_axes(a, b):
    return np.sum((a[:, np.newaxis, :] - b[np.newaxis, :, :]) ** 2, axis=2)


def by_two_loops(a, b):
    return np.array([[np.vdot(row - other, row - other) for other in b] for row in a])


def one_row_against_all(a, b, dtype=np.float64):
    distances = np.empty((len(a), len(b)), dtype=dtype)
    for i, row in enumerate(a):
        distances[i] = np.einsum("kn,kn->k", b - row, b - row)
    return distances


# %% wrong="squared_distances"
def _terms(a, b, middle=-2.0):
    return np.sum(a**2, axis=1)[:, None] + middle * a @ b.T + np.sum(b**2, axis=1)[None, :]


def forgets_the_two(a, b):
    """A point has distance 0 to itself. In yours it has not: which factor has the middle term?"""
    return _terms(a, b, -1.0)


def adds_the_middle_term(a, b):
    """A point has distance 0 to itself. In yours it has not: which sign has the middle term?"""
    return _terms(a, b, 2.0)


def takes_the_root_too(a, b):
    """(3, 4) has distance 5 from the origin, so its *squared* distance is 25."""
    return np.sqrt(np.maximum(_terms(a, b), 0))


def runs_the_other_way(a, b):
    """The rows of a should go down. Compare the shape with the docstring."""
    return _terms(b, a)


def lays_both_along_the_top(a, b):
    """The squares of a belong to the rows of the result. Which shape lets them stand down the left
    side?"""
    return np.sum(a**2, axis=1) - 2 * a @ b.T + np.sum(b**2, axis=1)


def stands_both_down_the_side(a, b):
    """The squares of b belong to the *columns* of the result. In yours they stand down the left
    side."""
    return np.sum(a**2, axis=1)[:, None] - 2 * a @ b.T + np.sum(b**2, axis=1)[:, None]


def adds_absolute_differences(a, b):
    """You add absolute differences. Here each difference is squared."""
    return np.abs(a[:, None, :] - b[None, :, :]).sum(axis=2)


def compares_equal_places_only(a, b):
    """Each row of a meets *each* row of b, so there are m times k distances."""
    count = min(len(a), len(b))
    return np.sum((a[:count] - b[:count]) ** 2, axis=1)


# %% demo="time_of_the_distances"
rows = pictures_to_rows(found_images)
needed = 400 * seconds_for(lambda: squared_distances(rows[:25], rows), 2)  # 10,000 photographs
print(f"the experiment below will take about {needed:.0f} s")
if needed > 10:
    print("Multiply out before you go on. Does a loop or a third axis hide in your function?")
    print(f"All differences at once are {500 * rows.size * rows.itemsize / 1e9:.1f} GB.")

# %% [markdown]
# ## The experiment
#
# You send 500 photographs of lost things. For each, the search picks the single nearest of 1,000
# found things. The *hit share* is the share of photographs for which that thing is of the right
# kind $c$. With the distances $d$, and $[\ldots] = 1$ where it is true and 0 where not,
#
# $$j_i = \text{the } j \text{ of the smallest } d_{ij}, \qquad \text{hit share} = \frac{1}{m}
# \sum_i \bigl[\, c^{\text{found}}_{j_i} = c_i \,\bigr], \qquad d: (m, k),\; c: (m,),\;
# c^{\text{found}}: (k,).$$
#
# ## Your function: `hit_share`
#
# Docstring only. `np.argmin` says *where* the smallest number stands, and a list of indices
# collects (Part 4).


# %% answer="hit_share"
def hit_share(distances, kinds, found_kinds):
    """Return the share of photographs whose nearest found thing is of the right kind.

    distances: (m, k), row i holds the distances of photograph i to each found thing
    kinds: (m,), found_kinds: (k,), whole numbers
    returns: one plain number from 0 to 1
    """
    ### BEGIN SOLUTION
    j = np.argmin(distances, axis=1)  # (m,), a number from 0 to k - 1 for each photograph
    return np.mean(found_kinds[j] == kinds)  # True counts as 1, so the mean is the share
    ### END SOLUTION


# %% check="hit_share" points=2
distances = np.array(
    [
        [3.0, 1.0, 5.0, 0.5, 4.0, 2.0],
        [5.0, 2.0, 4.0, 0.5, 1.0, 3.0],
        [2.0, 5.0, 0.5, 4.0, 1.0, 3.0],
        [5.0, 4.0, 0.5, 2.0, 1.0, 3.0],
        [2.0, 3.0, 1.0, 5.0, 0.5, 4.0],
        [0.5, 1.0, 2.0, 4.0, 5.0, 3.0],
    ]
)
kinds, found_kinds = np.array([4, 2, 3, 2, 3, 4]), np.array([2, 3, 3, 5, 3, 4])
same(untouched(hit_share, distances, kinds, found_kinds), 1 / 3, "2 of 6 photographs")
same(hit_share(distances[:3], kinds[:3], found_kinds), 1 / 3, "1 of 3, with six found things")
### BEGIN HIDDEN TESTS
distances, kinds, found_kinds = rng.random((40, 7)), rng.integers(3, size=40), np.arange(7) % 3
want = hit_share_reference(distances, kinds, found_kinds)
same(hit_share(distances, kinds, found_kinds), want, "other distances and kinds")
### END HIDDEN TESTS


# %% right="hit_share"
def photograph_by_photograph(distances, kinds, found_kinds):
    right = 0
    for row, kind in zip(distances, kinds, strict=True):
        right += found_kinds[list(row).index(min(row))] == kind
    return right / len(kinds)


def by_sorting(distances, kinds, found_kinds):
    first = np.argsort(distances, axis=1)[:, 0]
    return np.count_nonzero(np.take(found_kinds, first) == kinds) / kinds.size


def by_a_mask_of_the_smallest(distances, kinds, found_kinds, axis=1):
    smallest = distances == distances.min(axis=axis, keepdims=True)
    return float((smallest & (kinds[:, None] == found_kinds)).any(axis=axis).mean())


# %% wrong="hit_share"
def _share_at(picks, kinds, found_kinds):
    return np.mean(found_kinds[picks] == kinds[: len(picks)])


def looks_down_the_columns(distances, kinds, found_kinds):
    """Yours finds the nearest photograph for each found thing. Each *photograph* has a row: which
    axis has to go?"""
    return _share_at(np.argmin(distances, axis=0), kinds, found_kinds)


def takes_the_farthest(distances, kinds, found_kinds):
    """The nearest thing has the *smallest* distance."""
    return _share_at(np.argmax(distances, axis=1), kinds, found_kinds)


def takes_one_place_for_all(distances, kinds, found_kinds):
    """Without an axis argmin gives one place for the whole table. Each photograph needs its own."""
    return np.mean(found_kinds[np.argmin(distances) % len(found_kinds)] == kinds)


def counts_the_misses(distances, kinds, found_kinds):
    """That is the share of misses. A hit has the same kind."""
    return 1 - _share_at(np.argmin(distances, axis=1), kinds, found_kinds)


def counts_without_dividing(distances, kinds, found_kinds):
    """That is the *number* of hits. A share is a part of all photographs."""
    return np.sum(found_kinds[np.argmin(distances, axis=1)] == kinds)


def compares_the_place_with_the_kind(distances, kinds, found_kinds):
    """argmin gives a *place* in the archive, and you compare it with a kind. Which kind has the
    thing at that place?"""
    return np.mean(np.argmin(distances, axis=1) == kinds)


# %% [markdown]
# By daylight the hit share is about three of four.
#
# **Predict.** At dusk, every pixel 0.4 times as bright, with the distances as before: what is the
# hit share? (Guessing one of ten kinds would give 0.1.)

# %% prediction="dusk_hits" between=[0, 1] points=1
### BEGIN SOLUTION
predicted_dusk_hits = 0.6
### END SOLUTION

# %% [markdown]
# And the remedy: `normalize_rows` divides each picture by its own length, so a factor on all pixels
# disappears. You checked just that in Part 2. There are four cases: by day or at dusk, raw or with
# rows of length 1.
#
# ## Your function: one case of the experiment
#
# Docstring only. It puts three of your functions together.


# %% answer="case_share"
def case_share(sent, kept, kinds, found_kinds, light, length_one):
    """Return the hit share of a search in one light.

    sent: (m, n), photographs by daylight; kept: (k, n), found things; a picture in each row
    kinds: (m,), found_kinds: (k,), whole numbers
    light: the factor on all pixels of the photographs; the found things stay as they are
    length_one: True when photographs and found things are both brought to rows of length 1
    returns: one plain number from 0 to 1
    """
    ### BEGIN SOLUTION
    photographs = light * sent  # a new array: sent stays for the other three cases
    if length_one:  # both sides, or a long row would be far from all
        photographs, kept = normalize_rows(photographs), normalize_rows(kept)
    return hit_share(squared_distances(photographs, kept), kinds, found_kinds)
    ### END SOLUTION


# %% check="case_share" points=2
sent = np.array([[5.0, 1.0], [6.0, 1.0], [2.0, 2.0], [1.0, 3.0], [1.0, 4.0]])
kept = np.array([[3.0, 5.0], [5.0, 2.0], [2.0, 3.0]])
kinds, found_kinds = np.array([2, 7, 2, 2, 7]), np.array([4, 7, 2])
shares = {}
for name, length_one in (("raw", False), ("length 1", True)):
    shares[name] = untouched(case_share, sent, kept, kinds, found_kinds, 0.5, length_one)
same(shares, {"raw": 0.8, "length 1": 0.4}, "light 0.5, counted by hand: 4 and 2 of 5 photographs")
same(case_share(sent, kept, kinds, found_kinds, 1.0, False), 0.6, "by daylight, raw: 3 of 5")
### BEGIN HIDDEN TESTS
sent, kept = rng.uniform(0.1, 3, (20, 4)), rng.uniform(0.1, 3, (9, 4))
kinds, found_kinds = rng.integers(3, size=20), np.arange(9) % 3
light = float(rng.uniform(0.2, 0.6))
for length_one in (False, True):
    want = case_share_reference(sent, kept, kinds, found_kinds, light, length_one)
    got = case_share(sent, kept, kinds, found_kinds, light, length_one)
    same(got, want, f"other pictures, length_one={length_one}")
### END HIDDEN TESTS


# %% right="case_share"
def by_correlations_of_rows(sent, kept, kinds, found_kinds, light, length_one):
    rows, things = light * sent, kept * 1.0
    if length_one:
        rows = rows / np.linalg.norm(rows, axis=1)[:, None]
        things = things / np.linalg.norm(things, axis=1)[:, None]
    nearness = 2 * rows @ things.T - np.sum(things**2, axis=1)
    return np.mean(found_kinds[nearness.argmax(axis=1)] == kinds)


def photograph_after_photograph(sent, kept, kinds, found_kinds, light, length_one):
    hits = 0
    for row, kind in zip(sent, kinds, strict=True):
        factors = np.linalg.norm(kept, axis=1) if length_one else np.ones(len(kept))
        own = np.linalg.norm(light * row) if length_one else 1.0
        misses = [
            math.dist(light * row / own, thing / f) for thing, f in zip(kept, factors, strict=True)
        ]
        hits += int(found_kinds[int(np.argmin(misses))] == kind)
    return hits / len(kinds)


def with_a_function_chosen_first(sent, kept, kinds, found_kinds, light, length_one, copy=np.array):
    prepare = normalize_rows if length_one else copy
    distances = squared_distances(prepare(sent * light), prepare(kept))
    return float(hit_share(distances, kinds, found_kinds))


# %% wrong="case_share"
def _case(sent, kept, kinds, found_kinds, for_sent, for_kept):
    return hit_share(squared_distances(for_sent(sent), for_kept(kept)), kinds, found_kinds)


def _raw(rows):
    return rows * 1.0


def stays_in_daylight(sent, kept, kinds, found_kinds, light, length_one):
    """Yours finds the same at dusk as by day, also with raw rows. The photographs get darker, and
    only they: do both happen in yours?"""
    prepare = normalize_rows if length_one else _raw
    return _case(sent, kept, kinds, found_kinds, prepare, prepare)


def darkens_the_archive(sent, kept, kinds, found_kinds, light, length_one):
    """It is the photographs that are taken at dusk. Which of the two did you multiply?"""
    prepare = normalize_rows if length_one else _raw
    return _case(sent, light * kept, kinds, found_kinds, prepare, prepare)


def always_takes_length_one(sent, kept, kinds, found_kinds, light, length_one):
    """With length_one=False the rows stay as they are. Yours always get length 1."""
    return _case(light * sent, kept, kinds, found_kinds, normalize_rows, normalize_rows)


def never_takes_length_one(sent, kept, kinds, found_kinds, light, length_one):
    """With length_one=True all rows get length 1. Yours never do."""
    return _case(light * sent, kept, kinds, found_kinds, _raw, _raw)


def brings_the_photographs_alone_to_length_one(sent, kept, kinds, found_kinds, light, length_one):
    """Your photographs get length 1, the found things do not. Both sides need it, or a long row is
    far from all."""
    prepare = normalize_rows if length_one else _raw
    return _case(light * sent, kept, kinds, found_kinds, prepare, _raw)


def turns_the_condition_round(sent, kept, kinds, found_kinds, light, length_one):
    """Your rows get length 1 exactly when they should not."""
    prepare = _raw if length_one else normalize_rows
    return _case(light * sent, kept, kinds, found_kinds, prepare, prepare)


# %% [markdown]
# Now all four cases, on five random draws of lost and found things; the number that fixes a draw is
# *seed*. All four cases of a seed use **the same** things: that makes a pair of them comparable.

# %% demo="five_seeds"
SEEDS = range(5)
all_found, all_lost = (
    pictures_to_rows(images) / 255 for images in (clothes.train_images, clothes.test_images)
)
hits = {(light, unit): [] for light in ("day", "dusk") for unit in ("raw", "length 1")}
for seed in SEEDS:
    draw = np.random.default_rng(seed)
    kept = draw.choice(len(all_found), 1000, replace=False)
    sent = draw.choice(len(all_lost), 500, replace=False)
    things = (all_lost[sent], all_found[kept])
    things += (clothes.test_labels[sent], clothes.train_labels[kept])
    for light, factor in (("day", 1.0), ("dusk", DUSK)):
        for unit, length_one in (("raw", False), ("length 1", True)):
            hits[light, unit].append(case_share(*things, factor, length_one))

# %% demo="look_at_hits"
lines = {f"{light}, {unit}": shares for (light, unit), shares in hits.items()}
figure = curves(
    SEEDS, lines, "seed", "hit share", "By day and at dusk (length 1: the same)", markers=True
)
figure.axes[0].set_ylim(0, 1)
figure.axes[0].set_xticks(list(SEEDS))
show(
    figure,
    "Hit shares for five seeds. Three of the four lines lie together at about three quarters, and "
    "the two of length 1 lie exactly on each other; raw at dusk lies far below, "
    f"with a mean of {np.mean(hits['dusk', 'raw']):.2f}.",
)
compare_prediction("dusk_hits", predicted_dusk_hits, round(np.mean(hits["dusk", "raw"]), 3))

# %% [markdown]
# ## Your function: `gains`
#
# Docstring only. The *gain* of a seed is its hit share after, minus its hit share before. (By hand:
# before 0.5, 0.6, after 0.9, 0.7 gives the gains 0.4 and 0.1.) For seed $i$ it is
# $g_i = \text{after}_i - \text{before}_i$; asked for are the mean and the smallest of the $g_i$.


# %% answer="gains"
def gains(before, after):
    """Return how much the seeds gained: on average, and in the worst case.

    before, after: (k,), the hit shares; entry i of both belongs to seed i
    returns: the mean of the k gains, the smallest of the k gains
    """
    ### BEGIN SOLUTION
    g = np.asarray(after) - np.asarray(before)  # pair by pair: each seed against itself
    return g.mean(), g.min()  # a good mean can hide a seed that lost
    ### END SOLUTION


# %% check="gains" points=3
before, after = np.array([0.5, 0.65, 0.75]), np.array([0.9, 0.55, 0.95])
got = untouched(gains, before, after)
same(np.size(got), 2, "two numbers are asked for: the mean and the smallest")
mean_gain, smallest_gain = got
same(mean_gain, 0.5 / 3, "the mean of 0.4, -0.1 and 0.2", examples=3)
same(smallest_gain, -0.1, "the smallest of 0.4, -0.1 and 0.2")
mean_gain, smallest_gain = gains(after, before)
same(mean_gain, -0.5 / 3, "before and after exchanged: losses", examples=3)
same(smallest_gain, -0.4, "the smallest of -0.4, 0.1 and -0.2")
### BEGIN HIDDEN TESTS
before, after = rng.uniform(0.2, 0.9, size=(2, 6))
mean_gain, smallest_gain = gains(before, after)
same(mean_gain, gains_reference(before, after)[0], "the mean of other gains", examples=6)
same(smallest_gain, gains_reference(before, after)[1], "the smallest of other gains")
### END HIDDEN TESTS


# %% right="gains"
def by_a_list(before, after):
    each = [b - a for a, b in zip(before, after, strict=True)]
    return sum(each) / len(each), min(each)


def by_sorting_the_gains(before, after):
    each = np.sort(np.subtract(after, before))
    return np.mean(after) - np.mean(before), each[0]


def as_one_array(before, after, axis=0):
    each = np.stack([after, -before]).sum(axis=axis)
    return np.array([np.average(each), np.amin(each)])


# %% wrong="gains"
def subtracts_the_other_way(before, after):
    """A gain is positive when it is better *after*. Which of the two comes first?"""
    each = before - after
    return each.mean(), each.min()


def compares_the_two_worst(before, after):
    """The worst seed before and the worst seed after can be two different seeds. Subtract pair by
    pair, then take the smallest."""
    return np.mean(after - before), after.min() - before.min()


def divides_instead(before, after):
    """That is a factor. A gain is a difference."""
    each = after / before
    return each.mean(), each.min()


def gives_the_place_of_the_worst(before, after):
    """argmin says *which* seed was the worst. Asked for is its gain."""
    each = after - before
    return each.mean(), each.argmin()


def returns_the_largest(before, after):
    """The second number is the worst case: the smallest gain."""
    each = after - before
    return each.mean(), each.max()


def takes_the_middle_one(before, after):
    """The first number is the mean of the gains, not the one in the middle."""
    each = after - before
    return np.median(each), each.min()


def loses_the_sign(before, after):
    """A seed can lose as well. Does your function show it?"""
    each = np.abs(after - before)
    return each.mean(), each.min()


# %% demo="your_gains"
for light in ("day", "dusk"):
    before, after = np.array(hits[light, "raw"]), np.array(hits[light, "length 1"])
    mean_gain, smallest_gain = gains(before, after)
    print(f"{light:5s} raw {before.round(3)}, with length 1 {after.round(3)}")
    print(f"      gain: mean {mean_gain:+.3f}, smallest {smallest_gain:+.3f}")

# %% [markdown] question="claim_length" points=2
# **Your claim, 2 points.** What do your five seeds support, for these pictures?
#
# - [ ] Rows of length 1 make the search clearly better in any light.
#   > Look at the smallest gain by day. Did every seed gain there?
# - [x] At dusk they made it clearly better in every seed; by day they made little difference.
#   > Yes. They cure what they are made for, a factor on all pixels. Where there is no such factor,
#   > little is to be gained.
# - [ ] At dusk they helped on average, but some seeds lost.
#   > Look at the smallest gain at dusk. Is it below 0?
# - [ ] They make the search independent of the light, whatever happens to the picture.
#   > You measured one change: one factor on all pixels. A flash, a shadow or fog is another one.

# %% [markdown]
# Back to the bag. How bright are the five pullovers that came at dusk? And how like the bag are
# they, by $a \cdot b$ with rows of length 1?

# %% demo="look_at_brightness"
rows = pictures_to_rows(found_images)
squares = np.sum(rows**2, axis=1)  # ‖b‖² of each found thing
five = program_of_the_office(DUSK * clothes.test_images[LOST], found_images)
likeness = normalize_rows(rows) @ normalize_rows(pictures_to_rows(clothes.test_images[[LOST]])).T
dimmer = np.mean(squares < squares[five, np.newaxis], axis=1)
for j, share in zip(five, dimmer, strict=True):
    name = clothes.class_names[found_labels[j]]
    print(f"{name}: {share:4.1%} of all have a smaller ‖b‖²; likeness {likeness[j, 0]:.2f}")
dimmest = np.argsort(squares)[:100]
print("The tenth with the smallest ‖b‖², with the mean likeness to the bag:")
for kind, name in enumerate(clothes.class_names):
    of_this_kind = dimmest[found_labels[dimmest] == kind]
    print(f"  {len(of_this_kind):2d} {name:11s}{likeness[of_this_kind].mean():.2f}")

# %% [markdown] question="why_pullovers"
# **Explain.** Why are bags no longer found? For raw distances,
# $\lVert a - b \rVert^2 = \lVert a \rVert^2 - 2\, a \cdot b + \lVert b \rVert^2$.
#
# - [ ] Because at dusk a bag has the shape of a pullover.
#   > The photograph keeps its shape: all pixels got the same factor. Which of the three terms did
#   > not get smaller?
# - [x] The term of the found thing, ‖b‖², weighs more when a is dark: dim things gain, whatever
#   their kind.
#   > Yes. The term a·b, which knows about the shape, shrinks to 0.4 of what it was, and ‖b‖² stays.
#   > So ‖b‖² counts more against a·b: the five pullovers are unusually dim for pullovers, and still
#   > more like a bag in outline than the sandals, which are dim more often. With rows of length 1
#   > the term ‖b‖² is the same for all found things, and a·b decides alone.
# - [ ] There are more pullovers than bags in the archive.
#   > All ten kinds are equally frequent there.

# %% [markdown]
# <details><summary><b>What goes wrong most often in Part 8</b> (open it after the check)</summary>
#
# - *`(m,)` plus `(k,)`.* The squares of $a$ must stand as a column, or they meet the columns of the
#   result. With $m = k$ nothing complains.
# - *Length 1 on one side only.* Photographs of length 1 against raw found things: each is far away,
#   and the dim things gain again.
# - *The worst seed before against the worst after.* They may be two different seeds. Subtract pair
#   by pair first.
#
# </details>

# %% [markdown]
# ---
# # Part 9 · Fog, and a blank page
#
# *30 minutes.* The search sees through dusk. Now it meets worse weather, and you meet the question
# whom it serves.
#
# ## Blank page: the search, in fog
#
# A new enemy, no scaffold. In **fog** a camera sees $\text{light} \cdot x + \text{fog}$ at each
# pixel: the picture gets darker *and* a grey veil, the same number everywhere, is added. Nothing is
# cut off at 255: numbers may be larger. Build a search that sees through both.
#
# - `find_similar(photographs, found, how_many)`: photographs $(q, h, w, c)$ and found things
#   $(k, h, w, c)$, whole numbers or floats. No picture is the same number everywhere.
# - Return a table $(q, n)$ of whole numbers, where $n$ is `how_many`: row $i$ holds the indices of
#   the $n$ found things that are most similar to photograph $i$, the most similar first. A found
#   thing is most similar to itself.
# - For every light above 0 and every fog from 0 the answer must be the same as by daylight. (Which
#   two steps on a row undo fog and light? In which order?)
# - By daylight the first answer must be of the right kind for at least 70 % of the test
#   pictures below.
# - The answer for a photograph must not depend on which other photographs stand beside it.
# - You may use all that you wrote today. Work on whole arrays: after the check a cell measures your
#   time beside that of the office's loop (for show; the check does not measure it).


# %% answer="find_similar"
### BEGIN SOLUTION
def clear_rows(images):
    """Each picture as a row without its mean (the fog) and of length 1 (without the light)."""
    rows = pictures_to_rows(images)
    # First the mean, or the fog would be part of the length. Both belong to one picture: axis=1.
    return normalize_rows(rows - rows.mean(axis=1, keepdims=True))


def find_similar(photographs, found, how_many):
    """The indices of the how_many most similar found things for each photograph."""
    distances = squared_distances(clear_rows(photographs), clear_rows(found))
    return np.argsort(distances, axis=1)[:, :how_many]  # places, the nearest first


### END SOLUTION


# %% check="find_similar" points=6
archive = load_clothes()
found, kinds = archive.train_images[:600], archive.train_labels[:600]
sent, truth = archive.test_images[:100], archive.test_labels[:100]
answers = untouched(find_similar, sent, found, 3)
same(np.shape(answers), (100, 3), "three answers for each of 100 photographs")
own = find_similar(found[:5], found, 1)
same(own, np.arange(5).reshape(5, 1), "a found thing is most similar to itself")
share_right = float(np.mean(kinds[np.asarray(answers)[:, 0].astype(int)] == truth))
assert share_right >= 0.7, f"{share_right:.0%} of the first answers are right; 70 % are asked for"
same(find_similar(0.4 * sent[:40], found, 3), answers[:40], "at dusk the answers are the same")
same(find_similar(sent[:40] + 60.0, found, 3), answers[:40], "in fog too: 60 more at each pixel")
same(find_similar(0.3 * sent[:40] + 90.0, found, 3), answers[:40], "and at dusk in fog")
same(find_similar(sent[7:8], found, 3), answers[7:8], "one photograph alone gets the same answer")
### BEGIN HIDDEN TESTS
some = rng.choice(100, size=25, replace=False)
light, fog = float(rng.uniform(0.2, 0.9)), float(rng.uniform(10, 120))
same(find_similar(light * sent[some] + fog, found, 3), answers[some], "another light and fog")
### END HIDDEN TESTS


# %% right="find_similar"
def by_correlation(photographs, found, how_many):
    sent, kept = (images.reshape(len(images), -1).astype(float) for images in (photographs, found))
    table = np.corrcoef(sent, kept)[: len(sent), len(sent) :]
    return np.argsort(-table, axis=1)[:, :how_many]


def one_photograph_at_a_time(photographs, found, how_many):
    def clear(image):
        row = image.astype(float).ravel()
        return (row - row.mean()) / row.std()

    kept = np.stack([clear(image) for image in found])
    rows = [np.argsort(-(kept @ clear(photograph))) for photograph in photographs]
    return np.stack(rows)[:, :how_many]


def by_the_range_of_each_picture(photographs, found, how_many):
    def clear(images):
        rows = images.reshape(len(images), -1).astype(float)
        low, high = rows.min(axis=1, keepdims=True), rows.max(axis=1, keepdims=True)
        return np.round((rows - low) / (high - low), 9)

    table = squared_distances(clear(photographs), clear(found))
    return np.argsort(table, axis=1)[:, :how_many].astype(np.int32)


def in_single_precision_by_products(photographs, found, how_many, dtype=np.float32):
    sent, kept = (images.reshape(len(images), -1).astype(dtype) for images in (photographs, found))
    sent, kept = (rows - rows.mean(axis=1, keepdims=True) for rows in (sent, kept))
    nearness = sent @ (kept / np.linalg.norm(kept, axis=1, keepdims=True)).T
    return np.argsort(-nearness, axis=1)[:, :how_many]


# %% wrong="find_similar"
def _search(photographs, found, how_many, prepare, order=1):
    sent, kept = (prepare(images.reshape(len(images), -1) * 1.0) for images in (photographs, found))
    a, b = np.sum(sent**2, axis=1)[:, None], np.sum(kept**2, axis=1)
    return np.argsort(order * (a - 2 * sent @ kept.T + b), axis=1)[:, :how_many]


def _centred(rows):
    return rows - rows.mean(axis=1, keepdims=True)


def _length_one(rows):
    return rows / np.sqrt(np.sum(rows**2, axis=1, keepdims=True))


def compares_raw_pixels(photographs, found, how_many):
    """By day yours works. At dusk each pixel has a factor: which function of yours removes it?"""
    return _search(photographs, found, how_many, lambda rows: rows)


def sees_through_dusk_only(photographs, found, how_many):
    """Dusk is undone, fog is not. Fog adds one number to all pixels of a picture: what can you
    subtract from a row to remove it?"""
    return _search(photographs, found, how_many, _length_one)


def sees_through_fog_only(photographs, found, how_many):
    """Fog is undone, dusk is not. After subtracting the mean, a factor is still left."""
    return _search(photographs, found, how_many, _centred)


def undoes_them_in_the_wrong_order(photographs, found, how_many):
    """You take the length before the fog is gone, so the fog is part of the length. Which step
    comes first?"""
    return _search(photographs, found, how_many, lambda rows: _centred(_length_one(rows)))


def subtracts_the_mean_of_each_pixel(photographs, found, how_many):
    """Your mean runs over the photographs, so each answer depends on the others. The fog belongs to
    one picture: over which axis is its mean?"""
    return _search(
        photographs, found, how_many, lambda rows: _length_one(rows - rows.mean(axis=0) - 1e-9)
    )


def shows_the_least_similar(photographs, found, how_many):
    """A found thing should be most similar to itself. Does your order begin with the smallest
    distance?"""
    return _search(photographs, found, how_many, lambda rows: _length_one(_centred(rows)), order=-1)


def gives_the_distances(photographs, found, how_many):
    """These are the smallest distances. Asked for is *where* they stand: which function of numpy
    sorts places?"""
    sent, kept = (
        _length_one(_centred(images.reshape(len(images), -1) * 1.0))
        for images in (photographs, found)
    )
    return np.sort(np.maximum(2 - 2 * sent @ kept.T, 0), axis=1)[:, :how_many]


def subtracts_one_mean_for_all(photographs, found, how_many):
    """Without an axis there is one mean for all pictures. Each picture has its own: which axis?"""
    return _search(photographs, found, how_many, lambda rows: _length_one(rows - rows.mean()))


def answers_for_the_found_things(photographs, found, how_many):
    """One row for each *photograph* is asked for. Which of the two stands down the side in your
    distances?"""
    return _search(found, photographs, how_many, lambda rows: _length_one(_centred(rows)))


# %% demo="time_of_the_search"
lost = clothes.test_images[:200].astype(float)
theirs = seconds_for(lambda: [program_of_the_office(picture, found_images) for picture in lost], 1)
yours = seconds_for(lambda: find_similar(lost, found_images, 5), 2)
print(f"200 photographs: the office's loop {theirs:.2f} s, your search {yours:.3f} s")

# %% [markdown]
# ## Your function: what kind of thing is it?
#
# The office also wants to say, before it shows anything: *this is probably a bag*. The similarity
# of a photograph and each found thing is your product number 9. Softmax makes shares of a row of
# similarities $s$. Then product number 12 adds up the shares of the found things of each kind:
#
# $$\text{shares} = \text{softmax}(\textit{sharpness} \cdot s) \; T, \qquad
# T_{jc} = \begin{cases} 1 & \text{if found thing } j \text{ is of kind } c \\ 0 & \text{else}
# \end{cases} \qquad \begin{aligned} s&: (m, k) \\ T&: (k, 10) \end{aligned}$$
#
# The larger the *sharpness*, the more the most similar things decide; the cells below use 40. A
# column of kinds, compared with the row 0 to 9, makes the table $T$. (A row of similarities,
# softmax, a weighted sum: in course 5 this is called *attention*.)


# %% answer="kind_shares"
def kind_shares(similarities, found_kinds, sharpness):
    """Return the shares of the ten kinds for each photograph.

    similarities: (m, k), of photograph i and found thing j
    found_kinds: (k,), whole numbers from 0 to 9
    sharpness: a number; the scores are sharpness times the similarities
    returns: (m, 10), each row adds up to 1
    """
    ### BEGIN SOLUTION
    # A column meets a row: (k, 1) and (10,) are compared in all pairs, and True becomes 1.
    T = (found_kinds[:, np.newaxis] == np.arange(10)).astype(float)  # (k, 10)
    return softmax(sharpness * similarities) @ T  # k is added up, so it stands inside
    ### END SOLUTION


# %% check="kind_shares" points=3
similarities = np.log(np.array([[1.0, 2.0, 5.0], [3.0, 3.0, 4.0]]))
shares = untouched(kind_shares, similarities, np.array([4, 0, 4]), 1)
same(np.shape(shares), (2, 10), "ten kinds for each of two photographs")
same(
    shares[:, [0, 4]], np.array([[2 / 8, 6 / 8], [3 / 10, 7 / 10]]), "one thing of kind 0, two of 4"
)
same(shares.sum(axis=1), np.ones(2), "each row adds up to 1")
shares = kind_shares(similarities, np.array([4, 0, 4]), 2)
same(shares[0, [0, 4]], np.array([4 / 30, 26 / 30]), "sharpness 2: powers of e 1, 4 and 25")
### BEGIN HIDDEN TESTS
similarities, found_kinds = rng.random((3, 25)), rng.integers(10, size=25)
want = kind_shares_reference(similarities, found_kinds, 5.0)
same(kind_shares(similarities, found_kinds, 5.0), want, "other similarities and kinds")
### END HIDDEN TESTS


# %% right="kind_shares"
def adds_share_by_share(similarities, found_kinds, sharpness):
    result = np.zeros((len(similarities), 10))
    for i, row in enumerate(similarities):
        powers = np.exp(sharpness * (row - row.max()))
        for power, kind in zip(powers, found_kinds, strict=True):
            result[i, kind] += power / powers.sum()
    return result


def kind_by_kind_with_masks(similarities, found_kinds, sharpness):
    shares = softmax(sharpness * similarities)
    columns = [shares[:, found_kinds == kind].sum(axis=1) for kind in range(10)]
    return np.stack(columns, axis=1)


def with_rows_of_the_unit_table(similarities, found_kinds, sharpness, kinds=10):
    scores = sharpness * np.asarray(similarities)
    return softmax(scores) @ np.eye(kinds, dtype=np.float32)[found_kinds]


# %% wrong="kind_shares"
def _table(found_kinds):
    return (found_kinds[:, None] == np.arange(10)) * 1.0


def ignores_the_sharpness(similarities, found_kinds, sharpness):
    """With sharpness 2 the scores are twice the similarities. Yours stays as it was."""
    return softmax(similarities) @ _table(found_kinds)


def adds_before_the_softmax(similarities, found_kinds, sharpness):
    """You add up similarities, and then take the softmax of ten sums. Which comes first?"""
    return softmax(sharpness * similarities @ _table(found_kinds))


def averages_within_a_kind(similarities, found_kinds, sharpness):
    """The shares of a kind are added up. Yours are divided by how many things of it there are."""
    table = _table(found_kinds)
    return softmax(sharpness * similarities) @ (table / np.maximum(table.sum(axis=0), 1))


def shares_among_the_photographs(similarities, found_kinds, sharpness):
    """Your softmax runs over the *photographs*. Each photograph has a softmax of its own."""
    return softmax(sharpness * similarities.T).T @ _table(found_kinds)


def leaves_out_the_softmax(similarities, found_kinds, sharpness):
    """These are sums of similarities, not of shares. What makes shares of a row of scores?"""
    return sharpness * similarities @ _table(found_kinds)


def uses_only_the_best(similarities, found_kinds, sharpness):
    """Yours is certain of the kind of the most similar thing. All found things have a share."""
    return _table(found_kinds)[np.argmax(similarities, axis=1)]


# %% [markdown]
# ## The puzzle, solved
#
# The same bag, by day, at dusk and in fog, with your search. Below each row stands what the office
# can say about the *kind*.

# %% demo="puzzle_solved"
found = normalize_rows(pictures_to_rows(found_images))
for light, fog, when in ((1.0, 0.0, "by day"), (DUSK, 0.0, "at dusk"), (DUSK, 90.0, "in fog")):
    photograph = light * clothes.test_images[[LOST]] + fog
    (five,) = find_similar(photograph, found_images, 5)
    names = [clothes.class_names[k] for k in found_labels[five]]
    pictures = np.concatenate([photograph, found_images[five]]) / 255
    show(
        image_grid(pictures, [f"lost, {when}", *names], columns=6),
        f"The lost bag {when}, and the five found things of your search: " + ", ".join(names),
    )
    similarities = normalize_rows(pictures_to_rows(photograph)) @ found.T  # (1, 1000)
    shares = kind_shares(similarities, found_labels, 40)[0]
    first, second = np.argsort(-shares)[:2]
    print(
        f"{when}: {clothes.class_names[first]} {shares[first]:.2f}, "
        f"{clothes.class_names[second]} {shares[second]:.2f}"
    )

# %% [markdown]
# In fog your *search* finds the bags, but the shares of the kinds are no longer those of the day.
# The photograph's row was made with length 1 alone; the veil is still in it. You know the step that
# is missing: put it in for the photograph and for the found things. All three lights then say the
# same, and something else than before.

# %% [markdown]
# ## Further, if you like (no points)
#
# **Shade.** Now the left half of each photograph lies in shade, 0.4 times as bright. Neither of
# your two steps undoes that. Your search is not helpless, but it loses some hits: run the cell.
# Write `my_search`, with the arguments of `find_similar`, and win most of them back; the cell says
# whether you reach 75 %. (An idea: prepare the two halves each by themselves. A half can be all
# black.)

# %% demo="further"
my_search = None
shade = np.where(np.arange(28) < 14, DUSK, 1.0)[:, np.newaxis]  # (28, 1): along the width
nearest = find_similar(clothes.test_images, found_images, 1)[:, 0]
print(f"find_similar by day: {np.mean(found_labels[nearest] == clothes.test_labels):.3f}")
for name, search in (("find_similar", find_similar), ("my_search", my_search)):
    if search is not None:
        nearest = search(clothes.test_images * shade, found_images, 1)[:, 0]
        share = np.mean(found_labels[nearest] == clothes.test_labels)
        print(f"{name} in shade: {share:.3f}, goal 0.75:", "met" if share > 0.75 else "not met")

# %% [markdown]
# ## Before somebody uses it
#
# A search shows the *nearest*, never "nothing fits". Somebody who lost a sari gets five dresses,
# and the program looks as sure as ever. And who is served badly? Those whose things are rare in the
# archive, and those whose things look like another kind. Here all kinds are equally frequent, so
# the count shows the second: count the hits for each kind before you trust an average.
#
# ## Your function: `hits_by_kind`
#
# The last one, docstring only. With $r_i = 1$ for a hit and 0 for a miss, and the table $T$ for the
# photographs' own kinds, kind $c$ has
#
# $$\text{share}_c = \frac{\sum_i T_{ic}\, r_i}{\sum_i T_{ic}}, \qquad T: (m, 10),\; r: (m,).$$


# %% answer="hits_by_kind"
def hits_by_kind(right, kinds):
    """Return the share of hits for each of the ten kinds.

    right: (m,), True where the search was right; kinds: (m,), whole numbers, each of 0 to 9 occurs
    returns: an array (10,), entry c is the share of hits among the photographs of kind c
    """
    ### BEGIN SOLUTION
    T = kinds[:, np.newaxis] == np.arange(10)  # (m, 10), True in the column of the kind
    hits = np.sum(T & right[:, np.newaxis], axis=0)  # r stands as a column; photographs are joined
    return hits / T.sum(axis=0)  # divided by how many of that kind there are
    ### END SOLUTION


# %% check="hits_by_kind" points=2
kinds = np.array([4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 4, 0, 4])
right = np.array([1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1], dtype=bool)
by_hand = np.array([1 / 2, 1, 0, 1, 3 / 4, 1, 1, 0, 1, 1])
same(untouched(hits_by_kind, right, kinds), by_hand, "kind 0: 1 of 2; kind 4: 3 of 4")
same(hits_by_kind(~right, kinds), 1 - by_hand, "hits and misses exchanged")
same(hits_by_kind(right[::-1], kinds[::-1]), by_hand, "the photographs in another order")
### BEGIN HIDDEN TESTS
kinds = rng.permutation(np.concatenate([np.arange(10), rng.integers(10, size=30)]))
right = rng.random(40) < 0.6
same(hits_by_kind(right, kinds), hits_by_kind_reference(right, kinds), "other hits and kinds")
### END HIDDEN TESTS


# %% right="hits_by_kind"
def kind_after_kind(right, kinds):
    return np.array([right[kinds == kind].mean() for kind in range(10)])


def by_counting_in_bins(right, kinds):
    return np.bincount(kinds, weights=right, minlength=10) / np.bincount(kinds, minlength=10)


def as_a_product(right, kinds, dtype=np.float32):
    table = np.eye(10, dtype=dtype)[kinds]
    return (right @ table) / (np.ones(len(kinds)) @ table)


def in_a_loop_over_photographs(right, kinds):
    hits, all_of_them = [0] * 10, [0] * 10
    for each, kind in zip(right, kinds, strict=True):
        hits[kind] += bool(each)
        all_of_them[kind] += 1
    return np.divide(hits, all_of_them)


# %% wrong="hits_by_kind"
def _hits(right, kinds):
    return np.bincount(kinds, weights=right, minlength=10)


def counts_hits_without_dividing(right, kinds):
    """These are numbers of hits. A share is a part of the photographs of that kind."""
    return _hits(right, kinds)


def divides_by_all_photographs(right, kinds):
    """You divide by all photographs. How many are there of *this* kind?"""
    return _hits(right, kinds) / len(kinds)


def shares_out_the_hits(right, kinds):
    """Your ten numbers add up to 1: of all hits, how many are of this kind. Asked for is: of this
    kind, how many are hits."""
    return _hits(right, kinds) / np.sum(right)


def gives_the_average_to_each(right, kinds):
    """All ten are equal in yours: that is the average that hides who is served badly."""
    return np.full(10, np.mean(right))


def counts_misses_by_kind(right, kinds):
    """That is the share of misses. right is True for a hit."""
    return _hits(~right, kinds) / np.bincount(kinds, minlength=10)


def has_one_entry_per_photograph(right, kinds):
    """One number for each *kind* is asked for: (10,). Yours has one for each photograph."""
    return (_hits(right, kinds) / np.bincount(kinds, minlength=10))[kinds]


# %% [markdown]
# ## One evening, with everything you wrote
#
# At dusk 500 photographs come in. The office blacks out the corner of each, as for a camera that
# prints the date. The comments name the part from which a line comes. Three ways to prepare the
# rows compete, your colleague's shares among them: shares are not moved by a factor either. Will
# they find as much as rows of length 1?

# %% demo="one_evening"
truth = clothes.test_labels[:500]
sent = without_stamp(clothes.test_images[:500], 4, 8)  # Part 4
lost, kept = pictures_to_rows(DUSK * sent), pictures_to_rows(found_images)  # Part 1
print("shape of the table of distances:", broadcast_shape((len(lost), 1), (len(kept),)))  # Part 2
print("your test accepts your row_shares:", accepts(check_row_shares, row_shares))  # Part 7
by_kind = {}
for way, prepare in {"raw": np.array, "shares": row_shares, "length 1": normalize_rows}.items():
    table = squared_distances(prepare(lost), prepare(kept))  # Part 8, with Part 3 inside
    right = found_labels[np.argmin(table, axis=1)] == truth
    by_kind[way] = hits_by_kind(right, truth)
    print(f"{way:8s} hit share {hit_share(table, truth, found_labels):.3f}")
by_day = case_share(pictures_to_rows(sent), kept, truth, found_labels, 1.0, True)  # Part 8
print(f"by day, length 1: {by_day:.3f}")

# %% [markdown]
# And for each kind? The gain is that from raw to length 1. Who gained least?

# %% demo="evening_kinds"
mean_gain, smallest_gain = gains(by_kind["raw"], by_kind["length 1"])  # Part 8
print(f"gain of the ten kinds: mean {mean_gain:+.2f}, smallest {smallest_gain:+.2f}")
print(f"  {'':11s}", "  ".join(f"{way:>8s}" for way in by_kind))
for name, *shares in zip(clothes.class_names, *by_kind.values(), strict=True):
    print(f"  {name:11s}", "  ".join(f"{share:8.0%}" for share in shares))

# %% [markdown]
# Once repaired, your colleague's shares find nearly as much as rows of length 1: dusk is a factor,
# and both take a factor away. And the mean gain hides the kinds that gained nothing. Which found
# less than before? (There are 50 photographs of each kind: one photograph is 2 %. Would you trust
# so small a loss?)
#
# Last, one similarity taken apart. The *score* is the logarithm of the first kind's share divided
# by the second's, and the sigmoid of it says how sure the office may be between these two. The
# *odds against it* are the second share divided by the first, your `exp_minus_x`. The slope says
# how much surer a score that is 0.1 higher would make it. In the figure: where do the two pictures
# agree?

# %% demo="evening_similarity"
((near,),) = find_similar(sent[[LOST]], found_images, 1)
things = normalize_rows(kept)
one, other = normalize_rows(image2vector(DUSK * sent[LOST]).T), things[[near]]
similarities = products_of_rows(one, things, one, np.ones((1, 1)))[0]  # Part 3: number 9
in_columns = products_with_data(things.T, one.T, np.ones((1, len(kept))))[0]  # and number 5
agree, dot, *_ = products_of_columns(one.T, other.T, np.ones((1, 1)), one.T)  # 1 and 2
print("rows and columns say the same:", np.allclose(similarities, in_columns))
shares = kind_shares(similarities, found_labels, 40)[0]
first, second = np.argsort(-shares)[:2]
score = np.log(shares[first] / shares[second])
sure = sigmoid(score)  # Part 5: softmax of two scores
print(f"{clothes.class_names[first]}, not {clothes.class_names[second]}: {sure:.3f}, ", end="")
print(f"odds against it {exp_minus_x(sure):.3f}; ", end="")
print(f"0.1 on the score would add about {0.1 * sigmoid_derivative(score):.4f}")
print(f"to the nearest: L1 {L1(one[0], other[0]):.2f}, L2 {L2(one[0], other[0]):.3f}", end="")
print(f" = 1 - 2 · {dot.item():.3f} + 1")
trio = np.stack([one[0], other[0], agree[:, 0]])
show(
    image_grid(
        (trio / trio.max(axis=1, keepdims=True)).reshape(3, 28, 28), ["lost", "found", "product"]
    ),
    "The lost bag, the nearest found thing, and their product entry by entry, each as bright as "
    "can be. The product is bright where both are; its sum is the similarity.",
)

# %% [markdown]
# ## What you can do now
#
# You read shapes as boxes and know how they stretch. You choose a product by the axis that is added
# up. You know which lines copy, why whole arrays are fast, and why softmax subtracts. You caught a
# mistake that fits by accident. And the puzzle: at dusk the raw distance asked *how dark?* before
# it asked *what shape?*. One line, `normalize_rows`, took the first question away. In the next
# lesson the same moves become a neuron that learns.
#
# <details><summary><b>What goes wrong most often in Part 9</b> (open it after the check)</summary>
#
# - *Fog and light in the wrong order.* The mean goes first: $(\text{light} \cdot x + \text{fog})$
#   minus its mean is $\text{light} \cdot (x - \text{mean})$. Then the length takes the light
#   away.
# - *A mean over axis 0.* It mixes the photographs that happen to arrive together.
# - *`rows -= …` on the given pictures.* Whole numbers refuse it; floats let you ruin the archive.
#
# </details>
