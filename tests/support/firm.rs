//! A drawn firm: everything that is true of it, before anybody typed it into a system.

use super::code::{credit_code, landline, mobile};
use super::place::{PLACES, Place};
use super::random::{Random, scattered};
use super::vocabulary::{FORMS, GIVEN, MAILBOXES, ROADS, SOUNDS, STREETS, SURNAMES, TRADES};
use std::sync::OnceLock;

/// How a firm is related to the root of its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    /// To none.
    Root,
    /// A branch: the root's name with the branch's city behind; its own tax id, address and people.
    Branch,
    /// A sister: same distinctive name and city, another line of business; often the same switchboard or mail domain.
    Sister,
    /// A namesake: same distinctive name and business in another city, and nothing else in common.
    Namesake,
}

/// Where the region stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Nowhere.
    Absent,
    /// `苏州瑞恒…`
    City,
    /// `苏州市瑞恒…`
    CityFull,
    /// `江苏瑞恒…`
    Province,
    /// `江苏苏州市瑞恒…`
    Both,
    /// `瑞恒机械（苏州）有限公司`
    Bracket,
}

/// The truth about a firm.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Distinctive name (字号).
    pub brand: String,
    /// Line of business, full and short.
    pub trade: (&'static str, &'static str),
    /// Legal form.
    pub form: &'static str,
    /// Where the region stands in the name.
    pub region: Region,
    /// The city that the name speaks of.
    pub seat: &'static Place,
    /// `上海分公司`, for branches; empty otherwise.
    pub branch: String,
    /// Where it is.
    pub place: &'static Place,
    /// 统一社会信用代码.
    pub tax_id: String,
    /// Contact person.
    pub contact: String,
    /// Mobile of the contact.
    pub mobile: String,
    /// Landline without area code.
    pub landline: String,
    /// Street and number.
    pub street: String,
    /// Building and room; may be empty.
    pub room: String,
    /// Mail address.
    pub email: String,
    /// Credit limit in whole yuan.
    pub credit: u32,
}

impl Firm {
    /// Draws firm `number` of this seed; the same one whatever was drawn before.
    pub fn new(seed: u64, number: usize) -> Self {
        let family = Family::of(seed, number);
        let root = Self::root(seed, number - family.member);
        match family.kin {
            Kin::Root => root,
            Kin::Branch => root.branch(&family, seed, number),
            Kin::Sister => root.sister(&family, seed, number),
            Kin::Namesake => root.namesake(&family, seed, number),
        }
    }

    /// Writes the registered name.
    pub fn name(&self) -> String {
        self.name_with(self.region, self.trade.0, self.form)
    }

    /// Writes the name with another place for the region, another wording of the trade or another form.
    pub fn name_with(&self, region: Region, trade: &str, form: &str) -> String {
        let Place { province, city, .. } = *self.seat;
        let (brand, branch) = (&self.brand, &self.branch);
        let body = match region {
            Region::Absent => format!("{brand}{trade}{form}"),
            Region::City => format!("{city}{brand}{trade}{form}"),
            Region::CityFull => format!("{city}市{brand}{trade}{form}"),
            Region::Province if self.seat.municipal() => format!("{city}{brand}{trade}{form}"),
            Region::Province => format!("{province}{brand}{trade}{form}"),
            Region::Both if self.seat.municipal() => format!("{city}市{brand}{trade}{form}"),
            Region::Both => format!("{province}{city}市{brand}{trade}{form}"),
            Region::Bracket => format!("{brand}{trade}（{city}）{form}"),
        };
        body + branch
    }

    /// Writes the full address.
    pub fn address(&self) -> String {
        let p = self.place;
        let province = if p.municipal() { String::new() } else { p.province_full() };
        format!("{province}{}市{}{}{}", p.city, p.district, self.street, self.room)
    }

    /// Writes the landline with its area code.
    pub fn phone(&self) -> String {
        format!("{}-{}", self.place.area, self.landline)
    }

    fn root(seed: u64, number: usize) -> Self {
        let mut r = Random::new(seed, 1, number as u64);
        let (brand, trade) = brand_and_trade(seed, number, &mut r);
        let seat = r.pick(PLACES);
        let form = FORMS[r.weighted(&FORMS.iter().map(|f| f.1).collect::<Vec<_>>())].0;
        let bracket = if matches!(form, "厂" | "经营部" | "商行") { 0 } else { 170 };
        const SHAPES: [Region; 6] = [Region::Absent, Region::City, Region::CityFull, Region::Province, Region::Both, Region::Bracket];
        let region = SHAPES[r.weighted(&[150, 300, 160, 110, 110, bracket])];
        Self::settled(Named { brand, trade, form, region, seat, branch: String::new() }, seat, &mut r)
    }

    fn branch(self, family: &Family, seed: u64, number: usize) -> Self {
        let mut r = Random::new(seed, 2, number as u64);
        let place = family.other_place(self.seat);
        let kind = r.pick(&["分公司", "分公司", "分公司", "分厂", "办事处"]);
        let branch = format!("{}{kind}", place.city);
        let named = Named { brand: self.brand, trade: self.trade, form: self.form, region: self.region, seat: self.seat, branch };
        let mut firm = Self::settled(named, place, &mut r);
        if r.chance(400) {
            firm.email = self.email;
        }
        firm
    }

    fn sister(self, family: &Family, seed: u64, number: usize) -> Self {
        let mut r = Random::new(seed, 3, number as u64);
        let trade = family.other_trade(self.trade);
        let named = Named { brand: self.brand, trade, form: "有限公司", region: self.region, seat: self.seat, branch: String::new() };
        let mut firm = Self::settled(named, self.place, &mut r);
        if r.chance(350) {
            firm.landline = self.landline;
        }
        if r.chance(300) {
            firm.street = self.street;
            firm.room = self.room;
        }
        if r.chance(300) {
            firm.email = self.email;
        }
        firm
    }

    fn namesake(self, family: &Family, seed: u64, number: usize) -> Self {
        let mut r = Random::new(seed, 4, number as u64);
        let seat = family.other_place(self.seat);
        let region = if self.region == Region::Bracket { Region::Bracket } else { Region::City };
        let named = Named { brand: self.brand, trade: self.trade, form: self.form, region, seat, branch: String::new() };
        Self::settled(named, seat, &mut r)
    }

    fn settled(named: Named, place: &'static Place, r: &mut Random) -> Self {
        let sole = matches!(named.form, "经营部" | "商行");
        let domain: String = (0..r.between(4, 7)).map(|_| char::from(b'a' + r.below(26) as u8)).collect();
        Self {
            tax_id: credit_code(if sole { "92" } else { "91" }, place.region, r),
            contact: person(r),
            mobile: mobile(r),
            landline: landline(r),
            street: format!("{}{}{}号", r.pick(STREETS), r.pick(ROADS), r.between(1, 2999)),
            room: room(r),
            email: format!("{}@{domain}.example", r.pick(MAILBOXES)),
            credit: *r.pick(&[0, 0, 50_000, 100_000, 200_000, 300_000, 500_000, 1_000_000]),
            brand: named.brand,
            trade: named.trade,
            form: named.form,
            region: named.region,
            seat: named.seat,
            branch: named.branch,
            place,
        }
    }
}

struct Named {
    brand: String,
    trade: (&'static str, &'static str),
    form: &'static str,
    region: Region,
    seat: &'static Place,
    branch: String,
}

/// Where a firm stands among those that share its distinctive name: at most four follow a root.
struct Family {
    /// How it is related to the root.
    kin: Kin,
    /// How many numbers behind the root it is.
    member: usize,
    /// Drawn once a family, so that no two members get the same place or trade.
    draw: usize,
}

impl Family {
    fn of(seed: u64, number: usize) -> Self {
        let mut member = 0;
        while kin(seed, number - member) != Kin::Root {
            member += 1;
        }
        Self { kin: kin(seed, number), member, draw: Random::new(seed, 6, (number - member) as u64).below(1000) }
    }

    fn other_place(&self, than: &Place) -> &'static Place {
        let at = PLACES.iter().position(|p| p.region == than.region).expect("a seat is one of the places");
        &PLACES[(at + 1 + (self.draw + 7 * self.member) % (PLACES.len() - 1)) % PLACES.len()]
    }

    fn other_trade(&self, than: (&str, &str)) -> (&'static str, &'static str) {
        let at = TRADES.iter().position(|t| *t == than).expect("a trade is one of the trades");
        // The nearest in the table read alike when they are shortened.
        TRADES[(at + 3 + (self.draw + 5 * self.member) % (TRADES.len() - 6)) % TRADES.len()]
    }
}

/// Says how firm `number` is related to the root before it; every fifth is a root in any case.
fn kin(seed: u64, number: usize) -> Kin {
    if number.is_multiple_of(5) {
        return Kin::Root;
    }
    let at = Random::new(seed, 5, number as u64).weighted(&[850, 50, 55, 45]);
    [Kin::Root, Kin::Branch, Kin::Sister, Kin::Namesake][at]
}

/// Draws a person's name.
pub fn person(r: &mut Random) -> String {
    let given: Vec<char> = GIVEN.chars().collect();
    let mut name = (*r.pick(SURNAMES)).to_owned();
    for _ in 0..=usize::from(r.chance(620)) {
        name.push(*r.pick(&given));
    }
    name
}

fn room(r: &mut Random) -> String {
    match r.weighted(&[450, 180, 200, 170]) {
        0 => String::new(),
        1 => format!("{}栋", r.between(1, 30)),
        2 => format!("{}号楼{}室", r.between(1, 20), r.between(101, 2599)),
        _ => format!("工业园区{}幢", r.between(1, 20)),
    }
}

/// Gives every root firm its own pair of distinctive name and trade: two firms are never the same by chance.
fn brand_and_trade(seed: u64, number: usize, r: &mut Random) -> (String, (&'static str, &'static str)) {
    let chars = brand_characters();
    let n = chars.len();
    if r.chance(450) {
        let at = scattered(from(seed, number, n * n * TRADES.len()), n * n * TRADES.len());
        (text(&[chars[at % n], chars[at / n % n]]), TRADES[at / (n * n)])
    } else {
        let at = scattered(from(seed, number, n * n * n), n * n * n);
        (text(&[chars[at % n], chars[at / n % n], chars[at / (n * n)]]), *r.pick(TRADES))
    }
}

/// Starts the numbering of `0..n` at another place for every seed, so that two registers have few names in common.
fn from(seed: u64, number: usize, n: usize) -> usize {
    (number + Random::new(seed, 7, 0).below(n)) % n
}

fn text(chars: &[char]) -> String {
    chars.iter().collect()
}

fn brand_characters() -> &'static [char] {
    static CHARS: OnceLock<Vec<char>> = OnceLock::new();
    CHARS.get_or_init(|| SOUNDS.iter().flat_map(|s| s.chars()).collect())
}
