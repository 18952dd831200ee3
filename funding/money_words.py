"""Amounts in Chinese capitals, as vouchers write them (支付结算办法 附一)."""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")
LARGEST = Decimal(10) ** 16


def in_capitals(amount: Decimal) -> str:
    """“壹拾万零捌佰伍拾贰元整” for 100852.00; 整 after 元 and 角.

    `amount` in yuan, 0 or more, below 10^16, at most two decimals. Raises ValueError for others.
    """
    if not 0 <= amount < LARGEST or amount != round(amount, 2):
        raise ValueError(amount)
    fen = int(amount * 100)
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    whole = f"{_integer(yuan)}元" if yuan else ""
    if not jiao and not rest:
        return f"{whole or '零元'}整"
    tens = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return whole + tens + (f"{DIGITS[rest]}分" if rest else "整")


def _integer(number: int) -> str:
    """A whole number below 10^16: what lies above 亿, then 万, then the rest."""
    for value, name in ((10**8, "亿"), (10**4, "万")):
        head, rest = divmod(number, value)
        if head:
            gap = "零" if rest and rest < value // 10 else ""
            return _integer(head) + name + gap + (_integer(rest) if rest else "")
    return _group(number)


def _group(group: int) -> str:
    """Up to four digits; a gap of noughts between digits is told once."""
    words, gap = "", False
    for position in reversed(range(len(UNITS))):
        digit = group // 10**position % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[digit] + UNITS[position]
        gap = False
    return words
