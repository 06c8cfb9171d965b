"""Amounts in prose: each line of the tables is a text and, behind the arrow, the amounts that it holds.

An amount is written as `LOW..HIGH UNIT/per item`; a single figure is exact, a missing end is open, `-` is none.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgebook.extraction.amounts import AmountMention, find_amounts
from pledgebook.vocabulary import currencies

MONEY = """
The bank lent $1.5bn last year. => 1.5e9 USD
A line of US$60-billion was opened. => 60e9 USD
Some $60 bn is on the table. => 60e9 USD
They wired USD 5m at noon. => 5e6 USD
The council released EUR 6.8 billion. => 6.8e9 EUR
The ministry found 2.5–3 billion euros. => 2.5e9..3e9 EUR
It will cost between 2.5 and 3 billion euros. => 2.5e9..3e9 EUR
They expect $2 to $3 billion from the sale. => 2e9..3e9 USD
The envelope is €5 billion ($5.5 billion) in size. => 5e9 EUR
It is worth €140 million, or about $150 million, in all. => 140e6 EUR
The fund got NOK 75 billion (about EUR 6.8 billion). => 75e9 NOK
Oslo adds 3.2 billion kroner, about $300 million, to it. => 3.2e9 NOK
The gift of €950 million ($1.1bn, £800m) came early. => 950e6 EUR
The sum of 1.1 million pounds (1.3 million euros) was paid. => 1.1e6 GBP
It holds 75 billion Norwegian kroner. => 75e9 NOK
The Danes put up 12 million crowns. => 12e6 DKK
In Prague the cabinet voted 866 million crowns. => 866e6 CZK
In Stockholm the budget has 30 million crowns for it. => 30e6 SEK
Norway pays one billion kroner. => 1e9 NOK
Swedish aid rose to 30 million kronor. => 30e6 SEK
A cheque of C$500m came from Ottawa. => 500e6 CAD
Canberra gave A$30m and AU$110 million. => 30e6 AUD; 110e6 AUD
Wellington gave NZ$4 million. => 4e6 NZD
Taipei gave NT$5 million. => 5e6 TWD
Ottawa gave CA$20 million. => 20e6 CAD
Brasilia gave R$8 million. => 8e6 BRL
London found £9m. => 9e6 GBP
Tokyo lent ¥100 bn. => 100e9 JPY
Beijing lent 100 million yuan. => 100e6 CNY
Delhi offered ₹500 crore. => 5e9 INR
Delhi offered Rs 20 lakh. => 2e6 INR
Seoul set aside 130 billion won. => 130e9 KRW
Seoul set aside KRW 130 billion. => 130e9 KRW
Bern offers 135 million francs. => 135e6 CHF
Bern offers CHF 20m. => 20e6 CHF
Warsaw spent 100 million zloty. => 100e6 PLN
Ankara sent 50 million lira. => 50e6 TRY
Kyiv owes 900 million hryvnias. => 900e6 UAH
Budapest gave 2 billion forints. => 2e9 HUF
Riyadh gave 400 million riyals. => 400e6 SAR
Pretoria gave 10 million rand. => 10e6 ZAR
Abu Dhabi gave AED 100 million. => 100e6 AED
Doha gave QAR 7 million. => 7e6 QAR
Kuwait gave KWD 3 million. => 3e6 KWD
Jerusalem gave 12 million shekels. => 12e6 ILS
Jakarta gave 5 billion rupiah. => 5e9 IDR
Bangkok gave 5 million baht. => 5e6 THB
Sofia gave 5 million leva. => 5e6 BGN
The gift was a quarter of a billion dollars. => 250e6 USD
The gift was half a million euros. => 500e3 EUR
The gift was half a billion euros. => 500e6 EUR
The gift was a half-billion dollars. => 500e6 USD
The gift was three quarters of a million dollars. => 750e3 USD
The gift was one and a half million dollars. => 1.5e6 USD
The gift was two and a half billion euros. => 2.5e9 EUR
The gift was a million and a half euros. => 1.5e6 EUR
The gift was a billion euros. => 1e9 EUR
The gift was two billion dollars. => 2e9 USD
The gift was three hundred and fifty thousand euros. => 350e3 EUR
The gift was 1 billion 200 million dollars. => 1.2e9 USD
They moved hundreds of millions of dollars. => 200e6.. USD
They moved tens of millions of euros. => 20e6.. EUR
They moved billions of dollars. => 2e9.. USD
They moved several hundred million euros. => 200e6.. EUR
They moved a few million dollars. => 2e6.. USD
They moved a couple of million dollars. => 2e6 USD
The 500-million-euro loan is signed. => 500e6 EUR
A $60-million package is ready. => 60e6 USD
It is a 5 billion-dollar plan. => 5e9 USD
The loan is for 40,000,000 US dollars. => 40e6 USD
The loan is for 12 million U.S. dollars. => 12e6 USD
The loan is for AUD $85 million. => 85e6 AUD
The loan is for $2 billion USD. => 2e9 USD
Ottawa promised $1.21 billion Canadian, he said. => 1.21e9 CAD
The city paid $750,000 for it. => 750e3 USD
The city paid 4 million (EUR) for it. => -
A cheque of € 3.5 million arrived. => 3.5e6 EUR
A cheque of 3.5 mln euros arrived. => 3.5e6 EUR
A cheque of 3,5 million euros arrived. => 3.5e6 EUR
A cheque of 2 million € arrived. => 2e6 EUR
The budget has SEK 6.4bn and DKK 1.2 bn. => 6.4e9 SEK; 1.2e9 DKK
It gave $10m, £4m and €6m. => 10e6 USD; 4e6 GBP; 6e6 EUR
From Germany came €244 million and from Britain £89 million. => 244e6 EUR; 89e6 GBP
About $4 billion falls away. => 4e9 USD
Nearly $5 million was raised. => 5e6 USD
An estimated $5 million was raised. => 5e6 USD
Up to $40 million is on offer. => ..40e6 USD
As much as €40 million is on offer. => ..40e6 EUR
No more than $265 million was paid. => ..265e6 USD
Less than $120 million was paid. => ..120e6 USD
A maximum of €10 million was paid. => ..10e6 EUR
The ceiling of €10 million stays. => 10e6 EUR
At least 977 million euros are due. => 977e6.. EUR
More than USD 3 billion are due. => 3e9.. USD
Over £813 million was committed. => 813e6.. GBP
A little over $2 billion was used. => 2e9.. USD
Well over a billion euros may come. => 1e9.. EUR
In excess of €20 million may come. => 20e6.. EUR
Upwards of $20 million may come. => 20e6.. USD
Just under $20 million may come. => 20e6 USD
It stays a little below the $524 million of before. => 524e6 USD
They gave $5 million or more. => 5e6.. USD
They gave $5 million or so. => 5e6 USD
They gave $5 million+ again. => 5e6.. USD
An additional $200 million will follow. => 200e6 USD
Another €25 million will follow. => 25e6 EUR
Up to an additional $25 million will follow. => ..25e6 USD
They pay $5 billion a year. => 5e9 USD/year
They pay EUR 1.6 million annually. => 1.6e6 EUR/year
They pay $20 million per month. => 20e6 USD/month
They pay €3 million each week. => 3e6 EUR/week
They pay $4 million a day. => 4e6 USD/day
They need $200 billion to $250 billion every year. => 200e9..250e9 USD/year
They paid $5 billion a year ago. => 5e9 USD
They paid $5 billion within a year. => 5e9 USD
Germany and France pledged about $1 billion each. => 1e9 USD
The vaccine costs $40 per dose. => 40 USD
They raised it from NOK 75 billion to NOK 135 billion. => 75e9 NOK; 135e9 NOK
The talks cover $500,000 to $1 million. => 500e3..1e6 USD
The aid was €50–60 million. => 50e6..60e6 EUR
The cost is 20 million to 30 million euros. => 20e6..30e6 EUR
There are five to six billion euros left. => 5e9..6e9 EUR
The plan (2022: EUR 2 billion) is new. => 2e9 EUR
The [$46.4 million](https://example.org/2024) gift is new. => 46.4e6 USD
They found over <u$30 billion</u in it. => 30e9.. USD
The fund holds 10 billion CFA francs. => 10e9 XOF
The fund holds 12 million Egyptian pounds. => 12e6 EGP
The fund holds 12 million Jordanian dinars. => 12e6 JOD
The fund holds 12 million Mexican pesos. => 12e6 MXN
The fund holds 12 million Pakistani rupees. => 12e6 PKR
The fund holds 12 million Hong Kong dollars. => 12e6 HKD
It holds US$ 5 million (approximately 4.6 million euros). => 5e6 USD
It gave Rs 500 crore. => 5e9 INR
"""

THINGS = """
They sent 14 tanks. => 14 item tank
They sent fourteen tanks. => 14 item tank
They sent twenty-four howitzers. => 24 item howitzer
They want from 20 to 30 tanks. => 20..30 item tank
They want between 20 and 30 tanks. => 20..30 item tank
They want 20-30 tanks. => 20..30 item tank
They want two or three systems. => 2..3 item system
They sent dozens of tanks. => 24.. item tank
They sent a dozen tanks. => 12 item tank
They sent half a dozen tanks. => 6 item tank
They sent two dozen tanks. => 24 item tank
They sent tens of thousands of shells. => 20000.. item shell
They sent hundreds of thousands of shells. => 200000.. item shell
They sent thousands of rockets. => 2000.. item rocket
They sent hundreds of armoured vehicles. => 200.. item armoured vehicle
They sent several hundred thousand rounds. => 200000.. item round
They sent several hundred container homes. => 200.. item container home
They sent millions of doses. => 2e6.. item dose
They sent half a million shells. => 500000 item shell
They sent a million shells. => 1e6 item shell
They sent one million artillery rounds. => 1e6 item artillery round
They sent 1 000 000 rounds. => 1e6 item round
They sent 1.000.000 masks. => 1e6 item mask
They sent 1,00,000 blankets. => 100000 item blanket
They sent 10 lakh tents. => 1e6 item tent
They sent 300k masks. => 300000 item mask
They sent about 500 guns. => 500 item gun
They sent some 500 guns. => 500 item gun
They sent close to 500 guns. => 500 item gun
They sent just under 500 guns. => 500 item gun
They sent up to 500 guns. => ..500 item gun
They sent as many as 500 guns. => ..500 item gun
They sent fewer than 500 guns. => ..500 item gun
They sent at least 500 guns. => 500.. item gun
They sent over 500 guns. => 500.. item gun
They sent no fewer than 500 guns. => 500.. item gun
They sent 500 guns or more. => 500.. item gun
They sent 500+ guns. => 500.. item gun
They sent 100-plus guns. => 100.. item gun
They sent the at least 80 million doses. => 80e6.. item dose
They sent a further 31 tanks. => 31 item tank
They sent three more batteries. => 3 item battery
They sent another 50,000 rounds. => 50000 item round
They sent an additional five helicopters. => 5 item helicopter
They sent an additional more than 1 billion doses. => 1e9.. item dose
They fired 155 mm shells. => -
They fired 155-mm shells and 120mm mortars. => -
They sent 5,000 155 mm shells. => 5000 item 155 mm shell
They sent 14 155mm howitzers. => 14 item 155mm howitzer
They sent 15,000 shells of 155 mm. => 15000 item 155 mm shell
They sent Leopard 2 tanks. => -
They sent 18 Leopard 2A6 last spring. => 18 item leopard 2a6
They sent 14 Leopard 2 battle tanks. => 14 item leopard 2 battle tank
They sent 14 Challenger 2. => 14 item challenger 2
They sent 24 F-16s. => 24 item f-16
They sent 12 to 18 F-16s. => 12..18 item f-16
They sent 6 F-16 fighter jets. => 6 item f-16 fighter jet
They sent three UH-60 Blackhawk helicopters. => 3 item uh-60 blackhawk helicopter
They sent 31 American Abrams tanks. => 31 item abrams tank
They sent nine SLM and eleven SLS systems. => 9 item slm; 11 item sls system
They sent 14 armoured personnel carriers and 20 trucks. => 14 item armoured personnel carrier; 20 item truck
They sent 34 Gepard anti-aircraft tanks. => 34 item gepard anti-aircraft tank
They sent 100 Tactical Unmanned Aerial Systems. => 100 item tactical unmanned aerial system
They sent 400 machine guns. => 400 item machine gun
They sent 19 aircraft. => 19 item aircraft
They sent five mine-clearing vehicles. => 5 item mine-clearing vehicle
They sent 23,520 rounds of 40 mm ammunition. => 23520 item round of 40 mm ammunition
They sent 5 million rounds of ammunition. => 5e6 item round of ammunition
They sent 25,000 sets of body armour. => 25000 item set of body armour
They sent three million doses of vaccine. => 3e6 item dose of vaccine
They sent 20,000 tonnes of wheat. => 20000 item tonne of wheat
They sent 4,000 tons of fuel. => 4000 item ton of fuel
They sent 170,000 pounds of specialized tools. => 170000 item pound of specialized tool
They sent 300 pieces of equipment. => 300 item piece of equipment
They sent 60,000 litres of diesel. => 60000 item litre of diesel
They sent over 1 million grenade, mortar, and artillery rounds. => 1e6.. item grenade, mortar, and artillery round
They sent 200 million surplus doses. => 200e6 item dose
They sent 250,000 shells a month. => 250000 item/month shell
They sent 100 drones per day. => 100 item/day drone
They sent [nine million](https://example.org/9/tanks) shells. => 9e6 item shell
They sent 300 shells monthly. => 300 item/month shell
They sent 300 shells for the monthly fair. => 300 item shell
They sent 20 trucks each week. => 20 item/week truck
They sent tens of thousands of rounds every month. => 20000.. item/month round
They sent a Patriot battery. => 1 item patriot battery
They sent an IRIS-T system. => 1 item iris-t system
They sent a second Patriot system. => 1 item patriot system
They sent another Patriot system. => 1 item patriot system
They sent 1 Patriot air defence system with missiles. => 1 item patriot air defence system
They sent one SLM and one SLS. => 1 item slm; 1 item sls
The first of four IRIS-T systems has come. => 1 item iris-t system; 4 item iris-t system
The third German Patriot reached the front. => 1 item patriot
They have two urban search and rescue teams. => 2 item urban search and rescue team
They sent 16 Zetros trucks. => 16 item zetros truck
They sent 77 ultra-low temperature vaccine freezers. => 77 item ultra-low temperature vaccine freezer
They sent 40 Marder fighting vehicles and two recovery tanks. => 40 item marder fighting vehicle; 2 item recovery tank
They sent a pair of helicopters. => 2 item helicopter
They sent 1,000 kits, 200 of them by air. => 1000 item kit; 200 item kit
They met 27 member states. => 27 item member state
The ten boats arrived. => 10 item boat
Portugal sent the last five jets in May. => 5 item jet
They built 3 water treatment plants. => 3 item water treatment plant
They sent 12 mobile field hospitals. => 12 item mobile field hospital
They sent 500 generators, 300 boilers and 40 transformers. => 500 item generator; 300 item boiler; 40 item transformer
They sent 2000 trucks. => 2000 item truck
"""

ELLIPSIS = """
They promised $300 million this year and 200 million next. => 300e6 USD; 200e6 USD
Aid is 7 billion kroner. Six billion of it is military. => 7e9 NOK; 6e9 NOK
Aid is 7 billion kroner; the remaining billion is civil. => 7e9 NOK; 1e9 NOK
They promised a million shells. 330,000 had arrived by May. => 1e6 item shell; 330000 item shell
They promised 800,000 shells. The first 300,000 are paid. => 800000 item shell; 300000 item shell
They promised 800,000 shells. Another 50,000 may come. => 800000 item shell; 50000 item shell
They promised 19 jets; six should come soon, eight more later. => 19 item jet; 6 item jet; 8 item jet
The Dutch promised 24 jets and Denmark 19. => 24 item jet; 19 item jet
They promised 19 jets. Half of them are old. => 19 item jet
Half of the million shells is missing. => 500000 item shell; 1e6 item shell
A quarter of the €2 billion is paid. => 500e6 EUR; 2e9 EUR
They own 18 German, 14 Polish and 3 Portuguese tanks. => 18 item tank; 14 item tank; 3 item tank
The share rose by about 13 million to over 53 million Canadian dollars. => 13e6 CAD; 53e6.. CAD
The rounds, 800,000 in all, are half a million of 155 mm and 300,000 of 122 mm. => -
They want 800,000 rounds, 300,000 of 122 mm. => 800000 item round; 300000 item 122 mm round
IRIS-T SLM: 6 delivered, 6 outstanding. => 6 item iris-t slm; 6 item iris-t slm
They have 100 trucks. Ten of the tanks came. => 100 item truck; 10 item tank
They have 100 trucks. One of the drivers came, two of them late. => 100 item truck; 2 item truck
Five of the eight howitzers came. => 5 item howitzer; 8 item howitzer
They sent 5 million doses with millions more on the way. => 5e6 item dose; 2e6.. item dose
Britain gave £36 million. Millions more in aid will follow. => 36e6 GBP; 2e6.. GBP
They gave 135 billion kroner, which makes 85 billion (7.2 billion euros) more. => 135e9 NOK; 85e9 NOK
Canada gave 40 million Canadian dollars. Ottawa sends gear worth 7.5 million dollars too. => 40e6 CAD; 7.5e6 CAD
"""

NONE = """
It happened in 2024.
It happened in March 2024, on 14 March and on March 15.
It happened on 14–15 March and on 3 and 4 May.
They meet by 2030, from 2026 on, until 2028.
The talks ran from 2021-2027 and in 2023/24.
It is 11:02 - he came at 14:30.
Call +380 44 123 4567 or 202-456-1414.
Call (202) 555-0199 for more.
It grew by 16 percent, 2%, 5–10 per cent and 0.5 percentage points.
He came on the 27th, in the 19th century, for the 21st time.
Article 5 and Articles 42 and 43 apply.
Section 506(b), Resolution 2222, H.R. 815 and Title 22 apply.
Executive Order 13994 and Proclamations 9645, 9723, and 9983 are revoked.
See 22 U.S.C. 2318(a)(1) and 34 C.F.R. 608.2.
Dynamo won 3-2 at home.
He is aged 47, a 47-year-old from Lviv.
Petro Shevchenko, 47, spoke.
It took 30 days, two weeks, 12 hours and six years.
It took three and a half hours.
It is 500 kilometres away, 40 km from there, 12 miles on.
They passed it 311-112.
The G7, the G-20 and the EU27 met.
It is a 90-day plan against COVID-19.
Since 9/11 they work 24/7.
One of the ministers came one day; at one point no one spoke to one another.
1. They met again.
(2) They met again.
He wrote it [3] down.
They use 1,000-pound bombs in a 12-month plan.
They want a 10- to 12-month plan.
It flew at 30,000 feet with 90 degrees.
Twenty years later they met at five o’clock.
In the year of our Lord two thousand twenty-four they met.
It is the two hundred and forty-ninth year.
The first half of the year was bad.
He came first and she came second.
They live in Nord Stream 2 and Phase 3.
People over the age of 65, or 16 and older, may come.
See https://example.org/2024/300-tanks for it.
They made it twice, ten times even.
It has 100 MW and 5 GW.
The COP28 and COP 29 meetings were long.
Four out of five are unhappy.
It was a long day, a good system and a new law.
"""


def _bound(written: str) -> Decimal | None:
    return Decimal(written) if written else None


def _expected(written: str) -> tuple[Decimal | None, Decimal | None, str, str | None, str | None]:
    figure, unit, *item = written.strip().split(" ", 2)
    low, dots, high = figure.partition("..")
    code, _, per = unit.partition("/")
    return (
        _bound(low), _bound(high if dots else low), code, per or None, item[0] if item else None,
    )  # fmt: skip


def _told(mention: AmountMention) -> tuple[Decimal | None, Decimal | None, str, str | None, str | None]:
    return mention.low, mention.high, mention.unit, mention.per, mention.item


def _rows(table: str) -> list[tuple[str, str]]:
    pairs = (line.partition("=>") for line in table.strip().splitlines())
    return [(text.strip(), amounts.strip()) for text, _, amounts in pairs]


def _news() -> list[tuple[str, str]]:
    """The sentences of amounts.txt, each with its amounts; a line without an arrow holds none."""
    lines = (Path(__file__).parent / "amounts.txt").read_text("utf-8").splitlines()
    return [(text, amounts or "-") for text, amounts in _rows("\n".join(x for x in lines if x and x[0] != "#"))]


def _check(text: str, amounts: str) -> None:
    expected = [] if amounts == "-" else [_expected(a) for a in amounts.split(";")]
    assert [_told(m) for m in find_amounts(text)] == expected


@pytest.mark.parametrize(("text", "amounts"), _rows(MONEY))
def test_money(text: str, amounts: str) -> None:
    _check(text, amounts)


@pytest.mark.parametrize(("text", "amounts"), _news())
def test_news(text: str, amounts: str) -> None:
    _check(text, amounts)


@pytest.mark.parametrize(("text", "amounts"), _rows(THINGS))
def test_things(text: str, amounts: str) -> None:
    _check(text, amounts)


@pytest.mark.parametrize(("text", "amounts"), _rows(ELLIPSIS))
def test_bare_numbers_take_unit_or_item_from_near(text: str, amounts: str) -> None:
    _check(text, amounts)


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_no_amounts(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [
        ("They sent another 50,000 rounds.", ("another",)),
        ("They sent a further 31 tanks.", ("further",)),
        ("They sent three more batteries.", ("more",)),
        ("They sent the first 25 million doses.", ("first",)),
        ("They sent the remaining 25 million doses.", ("remaining",)),
        ("They sent the last five jets.", ("last",)),
        ("They sent up to an additional $25 million.", ("up to", "additional")),
        ("They sent a new $60 million package.", ("new",)),
        ("They gave $1 billion each.", ("each",)),
        ("They pay $40 per dose.", ("apiece",)),
        ("They pay €3 million apiece.", ("apiece",)),
        ("They sent a Patriot battery.", ("a",)),
        ("They gave $5 billion more.", ("more",)),
        ("They gave a total of $5 billion.", ("total of",)),
    ],
)
def test_modifiers(text: str, modifiers: tuple[str, ...]) -> None:
    (mention,) = find_amounts(text)
    assert mention.modifiers == modifiers


@pytest.mark.parametrize(
    ("text", "whole", "number", "item"),
    [
        ("They sent up to 30 Leopard tanks.", "up to 30 Leopard tanks", "30", "Leopard tanks"),
        ("They gave about US$5.5 billion now.", "about US$5.5 billion", "5.5 billion", None),
        ("They gave between 2 and 3 billion euros.", "between 2 and 3 billion euros", "2 and 3 billion", None),
        ("They need 20 shells a month.", "20 shells a month", "20", "shells"),
        ("They gave £9m.", "£9m", "9m", None),
    ],
)
def test_places(text: str, whole: str, number: str, item: str | None) -> None:
    (mention,) = find_amounts(text)
    assert text[mention.start : mention.end] == whole
    assert text[mention.number_start : mention.number_end] == number
    if item is not None:
        assert text[mention.item_start : mention.item_end] == item


def test_elliptic_and_approximate_are_told() -> None:
    full, bare = find_amounts("They promised about 800,000 shells. The first 300,000 are paid.")
    assert (full.elliptic, full.approximate) == (False, True)
    assert (bare.elliptic, bare.approximate) == (True, False)


@pytest.mark.parametrize("code", sorted(currencies()))
def test_every_currency_by_code_and_name(code: str) -> None:
    plural = currencies()[code].plural
    namesakes = {c.code for c in currencies().values() if plural.lower() in c.names}
    assert [m.unit for m in find_amounts(f"They gave {code} 25 million.")] == [code]
    (named,) = find_amounts(f"They gave 25 million {plural}.")
    assert named.unit in namesakes


@given(value=st.integers(2, 10**12))
def test_any_grouped_figure_is_read_back(value: int) -> None:
    (mention,) = find_amounts(f"They gave €{value:,} again.")
    assert (mention.low, mention.high, mention.unit) == (value, value, "EUR")


@given(
    left=st.integers(1, 900), more=st.integers(1, 99), scale=st.sampled_from(["million", "billion", "bn", "thousand"])
)
def test_any_rising_range_keeps_its_ends(left: int, more: int, scale: str) -> None:
    (mention,) = find_amounts(f"They gave {left} to {left + more} {scale} euros.")
    (single,) = find_amounts(f"They gave {left + more} {scale} euros.")
    assert mention.high == single.high
    assert mention.low is not None
    assert mention.high is not None
    assert mention.low / left == mention.high / (left + more)


_PIECES = st.sampled_from(
    """5 million $ € tanks of to between and 3–4 a half ( ) . up more than crowns 155 mm the first each per month
    Leopard 2A4 - 1,000 dozens İ ’s US kr % <u … ١٢ ² e9 NOK""".split()
)


@given(pieces=st.lists(_PIECES, max_size=25), blank=st.sampled_from(["", " ", "\n"]))
def test_places_are_in_order_and_bounds_hold_for_any_text(pieces: list[str], blank: str) -> None:
    text = blank.join(pieces)
    end = 0
    for mention in find_amounts(text):
        assert end <= mention.start <= mention.number_start < mention.number_end <= mention.end <= len(text)
        end = mention.end
        assert mention.low is not None or mention.high is not None
        if mention.low is not None and mention.high is not None:
            assert mention.low <= mention.high
        assert mention.unit == "item" or mention.unit in currencies()


@pytest.mark.parametrize(
    ("hostile", "least"),
    [
        ("1" * 1_000_000, 0),
        ("1," * 100_000, 0),
        ("1, 2, " * 20_000, 0),
        ("million " * 20_000, 0),
        ("thousands of " * 20_000, 0),
        ("a half of " * 20_000, 0),
        ("one hundred and " * 10_000, 0),
        ("$" * 100_000 + "5", 1),
        ("USD5" * 10_000, 1_000),
        ("a" + "'s" * 100_000, 0),
        ("“" * 10_000 + "They sent 5 tanks.", 1),
        ("the army and " * 80_000 + "5 tanks", 1),
        ("they sent 5 tanks and " * 5_000, 3_500),
        ("Section 1, 2 and 3, " * 5_000, 0),
        ("$5 million ($6 million " * 2_000, 1_400),
        ("5 million crowns. " * 5_000, 5_000),
    ],
)
def test_hostile_texts_come_to_an_end(hostile: str, least: int) -> None:
    """Time grows straight with the length: none of these loops over itself or recurs too deep."""
    found = find_amounts(hostile)
    assert len(found) >= least
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert found == [] or least


def test_numbers_that_nobody_could_mean_are_no_amounts() -> None:
    assert find_amounts("It gives $" + "5 million " * 3 + "million " * 40 + "to Kenya.") is not None
    assert all(a.low is not None or a.high is not None for a in find_amounts("million " * 1500))
