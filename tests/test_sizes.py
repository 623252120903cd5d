"""The limits on modules and functions."""

from scripts.sizes import main, too_long


def test_a_long_module_and_a_long_function_are_named(tmp_path):
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    f()\n" * 300)

    module, function = too_long(path)

    assert module.startswith(f"{path}: 301 lines")
    assert function.startswith(f"{path}:1: f has 301 lines")
    assert main([str(tmp_path)]) == 1


def test_a_module_at_the_limits_is_fine(tmp_path):
    (tmp_path / "fine.py").write_text("def f():\n" + "    f()\n" * 59 + "f()\n" * 240)

    assert main([str(tmp_path)]) == 0
