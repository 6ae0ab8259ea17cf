//! Which wave a record goes with.

use crate::model::Entity;
use crate::plan::WaveSpec;

/// The position of a wave in the plan.
pub type WaveOf = usize;

/// Gives the first wave that takes a record of this entity from any of these systems; the last wave where none does.
///
/// A record that several systems know goes with the earliest wave that needs it.
pub fn first_wave<'a>(waves: &[WaveSpec], entity: &Entity, systems: impl Iterator<Item = &'a str> + Clone) -> WaveOf {
    let named = |w: &WaveSpec| w.systems.iter().any(|s| systems.clone().any(|x| x == s));
    let takes = |w: &WaveSpec| w.entities.is_empty() || w.entities.contains(entity);
    let explicit = waves.iter().position(|w| takes(w) && named(w));
    let rest = waves.iter().position(|w| takes(w) && w.systems.is_empty());
    explicit.or(rest).unwrap_or(waves.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(name: &str, systems: &[&str], entities: &[&str]) -> WaveSpec {
        WaveSpec {
            name: name.into(),
            systems: systems.iter().map(|s| (*s).to_owned()).collect(),
            entities: entities.iter().map(|e| Entity::new(e)).collect(),
            accept: Vec::new(),
        }
    }

    #[test]
    fn the_pilot_takes_its_systems_and_the_rest_goes_later() {
        let waves = [wave("pilot", &["a"], &[]), wave("rest", &[], &[])];
        let of = |systems: &[&str]| first_wave(&waves, &Entity::new("customer"), systems.iter().copied());
        assert_eq!(of(&["a"]), 0);
        assert_eq!(of(&["b"]), 1);
        assert_eq!(of(&["b", "a"]), 0);
        assert_eq!(first_wave(&[wave("w", &["a"], &["bom"])], &Entity::new("customer"), ["a"].into_iter()), 0);
    }
}
