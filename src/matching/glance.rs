//! Records at a glance: per record and field a number and a sketch, which tell most levels of agreement without a look at the values.

use super::field::Field;
use rayon::prelude::*;

/// Fields of so few distinct values have the levels of all their pairs laid out.
const TABLED: usize = 256;

/// What is known of the level of a pair in one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The level.
    Level(u8),
    /// The level of two equal values that so many records hold.
    Equal(u32),
    /// The values differ, and reach this level at most.
    UpTo(u8),
}

/// What is known of one field beside the fields' own values.
struct Lens {
    /// Levels of all pairs of values, where these are few.
    table: Vec<u8>,
    /// The number of distinct values.
    values: usize,
    /// Where its sketches stand among those of a record.
    sketch: Option<usize>,
    /// What values reach at most that differ.
    unequal: Seen,
    /// The level of values that have nothing in common.
    apart: u8,
    /// Whether two values are compared in no time.
    cheap: bool,
}

/// All records, record by record, so that a pair touches few short runs of memory.
pub struct Glances<'a> {
    fields: &'a [Field],
    lenses: Vec<Lens>,
    /// Per record its sketches and then its numbers, two a word: one run of memory.
    rows: Vec<u64>,
    /// Words of one record.
    width: usize,
    /// Sketches of one record.
    sketched: usize,
}

/// What is known of one record.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    sketches: &'a [u64],
    /// Per field 0 where missing, else 1 + the number of the value.
    numbers: &'a [u32],
}

impl Row<'_> {
    /// Gives the number of a field: 0 where missing, else 1 + the number of the value.
    pub fn number(&self, field: usize) -> u32 {
        self.numbers.get(field).copied().unwrap_or(0)
    }
}

impl Lens {
    fn of(field: &Field, sketched: &mut usize) -> Self {
        let values = field.frequency.len();
        let compare = field.compare();
        let table = if values <= TABLED { table(field, values as u32) } else { Vec::new() };
        let drawn = table.is_empty() && (0..values as u32).any(|v| compare.sketch(v) != 0);
        let sketch = drawn.then_some(*sketched);
        *sketched += usize::from(drawn);
        let apart = compare.apart();
        Self { table, values, sketch, unequal: seen(compare.at_most(0, 0), apart), apart, cheap: compare.cheap() }
    }
}

/// Gives the levels of all pairs of values.
fn table(field: &Field, values: u32) -> Vec<u8> {
    (0..values).into_par_iter().flat_map_iter(|a| (0..values).map(move |b| field.level_of(a.min(b), a.max(b)))).collect()
}

/// Says what a bound tells: where it says no more than that values have nothing in common, it is the level.
fn seen(bound: u8, apart: u8) -> Seen {
    if bound == apart { Seen::Level(apart) } else { Seen::UpTo(bound) }
}

impl<'a> Glances<'a> {
    /// Looks at all records.
    pub fn new(fields: &'a [Field]) -> Self {
        let mut sketched = 0;
        let lenses: Vec<Lens> = fields.iter().map(|f| Lens::of(f, &mut sketched)).collect();
        let n = fields.first().map_or(0, |f| f.ids.len());
        let words = sketched + fields.len().div_ceil(2);
        // Rows begin where what the processor fetches at once begins.
        let width = if words > 4 { words.next_multiple_of(8) } else { words };
        let mut rows = vec![0; n * width];
        rows.par_chunks_mut(width.max(1)).enumerate().for_each(|(r, row)| {
            let (sketches, numbers) = row.split_at_mut(sketched);
            let numbers: &mut [u32] = bytemuck::cast_slice_mut(numbers);
            numbers.iter_mut().zip(fields).for_each(|(slot, f)| *slot = f.ids.get(r).copied().unwrap_or(0));
            let drawn = fields.iter().zip(&lenses).filter(|(_, l)| l.sketch.is_some());
            for (slot, (field, _)) in sketches.iter_mut().zip(drawn) {
                *slot = field.value(r as u32).map_or(0, |v| field.compare().sketch(v));
            }
        });
        Self { fields, lenses, rows, width, sketched }
    }

    /// Gives what is known of a record.
    pub fn row(&self, record: u32) -> Row<'_> {
        let start = record as usize * self.width;
        let (sketches, numbers) =
            self.rows.get(start..start + self.width).unwrap_or_default().split_at_checked(self.sketched).unwrap_or_default();
        Row { sketches, numbers: bytemuck::cast_slice(numbers) }
    }

    /// Fetches what is known of records that are looked at next: together that takes hardly longer than for one of them.
    pub fn fetch(&self, records: &[u32]) {
        let of = |r: u32| {
            let start = r as usize * self.width;
            // One word of each eight brings the others along.
            (0..self.width).step_by(8).map(|i| self.rows.get(start + i).copied().unwrap_or(0)).fold(0, |all, x| all ^ x)
        };
        std::hint::black_box(records.iter().fold(0, |all, r| all ^ of(*r)));
    }

    /// Says what the numbers of two values of a field tell.
    pub fn at_first(&self, field: usize, x: u32, y: u32) -> Seen {
        let Some(lens) = self.lenses.get(field).filter(|_| x != 0 && y != 0) else { return Seen::Level(0) };
        if x == y {
            return self.fields.get(field).map_or(Seen::Level(0), |f| Seen::Equal(f.frequency_of(x - 1)));
        }
        if lens.table.is_empty() {
            return lens.unequal;
        }
        Seen::Level(lens.table.get((x as usize - 1) * lens.values + y as usize - 1).copied().unwrap_or(0))
    }

    /// Says whether the values of a field are compared in no time.
    pub fn cheap(&self, field: usize) -> bool {
        self.lenses.get(field).is_some_and(|l| l.cheap)
    }

    /// Says what the sketches of two different values tell, or the values where they are compared in no time.
    pub fn closer(&self, field: usize, a: Row<'_>, b: Row<'_>) -> Seen {
        let Some((lens, f)) = self.lenses.get(field).zip(self.fields.get(field)) else { return Seen::Level(0) };
        if lens.cheap {
            return Seen::Level(self.look(field, a.number(field), b.number(field)));
        }
        let Some(place) = lens.sketch else { return lens.unequal };
        let of = |row: Row<'_>| row.sketches.get(place).copied().unwrap_or(0);
        seen(f.compare().at_most(of(a), of(b)), lens.apart)
    }

    /// Gives the level of two values of a field, both there, by a look at them.
    pub fn look(&self, field: usize, x: u32, y: u32) -> u8 {
        self.fields.get(field).map_or(0, |f| f.level_of(x.saturating_sub(1), y.saturating_sub(1)))
    }

    /// Gives the level of two records in a field, with a look at the values only where nothing less decides.
    pub fn level(&self, field: usize, a: Row<'_>, b: Row<'_>) -> u8 {
        let (x, y) = (a.number(field), b.number(field));
        let Some(f) = self.fields.get(field) else { return 0 };
        let seen = match self.at_first(field, x, y) {
            Seen::UpTo(_) => self.closer(field, a, b),
            seen => seen,
        };
        match seen {
            Seen::Level(level) => level,
            Seen::Equal(held) => f.full(held),
            Seen::UpTo(_) => self.look(field, x, y),
        }
    }

    /// Counts the fields.
    pub fn fields(&self) -> usize {
        self.fields.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Comparison, FieldSpec, Records};
    use super::*;
    use crate::plan::MatchKind;

    #[test]
    fn a_glance_tells_the_level_that_a_look_at_the_values_tells() {
        let firms = ["苏州宏达五金有限公司", "苏州市宏达五金有限公司", "无锡鑫源塑胶厂", "苏州宏达五金有限公司昆山分公司"];
        let rows: Vec<[String; 4]> = (0..700u32)
            .map(|i| {
                let kept = |text: String, of: u32| if i.is_multiple_of(of) { String::new() } else { text };
                let name = kept(firms[i as usize % 4].replace('宏', &char::from_u32(0x4e00 + i / 4 % 90).unwrap().to_string()), 11);
                [
                    name,
                    kept(format!("138{:08}", i / 2 * 1117), 5),
                    kept(format!("人民路{}号", i % 300), 7),
                    ["甲", "乙", ""][i as usize % 3].into(),
                ]
            })
            .collect();
        let kinds = [Comparison::Company, Comparison::Phone, Comparison::Address, Comparison::Category];
        let column = |c: usize| Column { name: c.to_string(), kind: MatchKind::Text, values: rows.iter().map(|r| r[c].as_str()).collect() };
        let records = Records { columns: (0..4).map(column).collect(), n: rows.len(), side: None };
        let order: Vec<u32> = (0..rows.len() as u32).collect();
        let spec = |(c, k): (usize, &Comparison)| FieldSpec { name: c.to_string(), comparison: *k, columns: vec![c.to_string()] };
        let fields = Field::all(kinds.iter().enumerate().map(spec).collect(), &records, &order);
        let glances = Glances::new(&fields);
        for a in 0..rows.len() as u32 {
            for b in (a + 1..rows.len() as u32).step_by(3) {
                for (i, f) in fields.iter().enumerate() {
                    assert_eq!(
                        glances.level(i, glances.row(a), glances.row(b)),
                        f.level(a, b),
                        "{:?} {:?}",
                        rows[a as usize],
                        rows[b as usize]
                    );
                }
            }
        }
    }
}
