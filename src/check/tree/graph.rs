//! A directed graph over codes, with strongly connected components and paths found without recursion: depth comes from untrusted data.

use foldhash::{HashMap, HashMapExt};
use std::collections::VecDeque;

/// Nodes named by their keys, numbered in order of first mention, and the edges between them.
#[derive(Default)]
pub(super) struct Graph {
    index: HashMap<String, usize>,
    labels: Vec<String>,
    /// Successors of every node, in order of mention, none twice in a row.
    next: Vec<Vec<usize>>,
}

impl Graph {
    /// Makes an empty graph.
    pub(super) fn new() -> Self {
        Self { index: HashMap::new(), labels: Vec::new(), next: Vec::new() }
    }

    /// Gives the node of a key; `label` is what people see of it.
    pub(super) fn node(&mut self, key: &str, label: &str) -> usize {
        if let Some(&node) = self.index.get(key) {
            return node;
        }
        let node = self.labels.len();
        self.index.insert(key.to_owned(), node);
        self.labels.push(label.to_owned());
        self.next.push(Vec::new());
        node
    }

    /// Adds an edge.
    pub(super) fn edge(&mut self, from: usize, to: usize) {
        if let Some(next) = self.next.get_mut(from).filter(|n| n.last() != Some(&to)) {
            next.push(to);
        }
    }

    /// Counts nodes.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// Gives the successors of a node.
    pub(super) fn next(&self, node: usize) -> &[usize] {
        self.next.get(node).map_or(&[], Vec::as_slice)
    }

    /// Gives what people see of a node.
    pub(super) fn label(&self, node: usize) -> &str {
        self.labels.get(node).map_or("", String::as_str)
    }

    /// Gives the number of the strongly connected component of every node, and the size of every component (Tarjan 1972, iterative).
    ///
    /// Components are numbered in reverse topological order: a component is numbered after all it leads to.
    pub(super) fn components(&self) -> (Vec<usize>, Vec<usize>) {
        let n = self.len();
        let mut state = Tarjan {
            order: vec![0; n],
            low: vec![0; n],
            on_stack: vec![false; n],
            stack: Vec::new(),
            of: vec![0; n],
            sizes: Vec::new(),
            seen: 0,
        };
        for root in 0..n {
            if state.order.get(root) == Some(&0) {
                self.visit(root, &mut state);
            }
        }
        (state.of, state.sizes)
    }

    fn visit(&self, root: usize, s: &mut Tarjan) {
        let mut calls: Vec<(usize, usize)> = vec![(root, 0)];
        s.enter(root);
        while let Some((node, at)) = calls.last_mut() {
            let node = *node;
            match self.next(node).get(*at).copied() {
                Some(next) => {
                    *at += 1;
                    if s.order.get(next) == Some(&0) {
                        s.enter(next);
                        calls.push((next, 0));
                    } else if s.on_stack.get(next) == Some(&true) {
                        s.lower(node, s.order.get(next).copied().unwrap_or(usize::MAX));
                    }
                }
                None => {
                    calls.pop();
                    s.leave(node);
                    if let Some((parent, _)) = calls.last() {
                        s.lower(*parent, s.low.get(node).copied().unwrap_or(usize::MAX));
                    }
                }
            }
        }
    }

    /// Finds a shortest path between two nodes that stays where `allowed` says, both ends included.
    pub(super) fn path(&self, from: usize, to: usize, allowed: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
        let mut before: HashMap<usize, usize> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            if node == to {
                let mut path = vec![to];
                while let Some(&previous) = path.last().filter(|n| **n != from).and_then(|n| before.get(n)) {
                    path.push(previous);
                }
                path.reverse();
                return Some(path);
            }
            for &next in self.next(node) {
                if next != from && allowed(next) && !before.contains_key(&next) {
                    before.insert(next, node);
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// Writes a path for people; a long one is cut in the middle.
    pub(super) fn written(&self, path: &[usize]) -> String {
        const SHOWN: usize = 24;
        let label = |n: &usize| self.label(*n);
        let labels: Vec<&str> = path.iter().map(label).collect();
        match (labels.len() <= SHOWN, labels.get(..SHOWN - 4), labels.get(labels.len().saturating_sub(3)..)) {
            (false, Some(head), Some(tail)) => format!("{} → … ({}) → {}", head.join(" → "), path.len(), tail.join(" → ")),
            _ => labels.join(" → "),
        }
    }
}

struct Tarjan {
    /// When a node was entered, from 1; 0: not yet.
    order: Vec<usize>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    of: Vec<usize>,
    sizes: Vec<usize>,
    seen: usize,
}

impl Tarjan {
    fn enter(&mut self, node: usize) {
        self.seen += 1;
        let seen = self.seen;
        set(&mut self.order, node, seen);
        set(&mut self.low, node, seen);
        set(&mut self.on_stack, node, true);
        self.stack.push(node);
    }

    fn lower(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    /// Closes the component of which a node is the first.
    fn leave(&mut self, node: usize) {
        if self.low.get(node) != self.order.get(node) {
            return;
        }
        let (number, mut size) = (self.sizes.len(), 0);
        while let Some(member) = self.stack.pop() {
            set(&mut self.on_stack, member, false);
            set(&mut self.of, member, number);
            size += 1;
            if member == node {
                break;
            }
        }
        self.sizes.push(size);
    }
}

fn set<T>(values: &mut [T], at: usize, value: T) {
    *values.get_mut(at).expect("a node is numbered below the number of nodes") = value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn graph(edges: &[(usize, usize)]) -> Graph {
        let mut g = Graph::new();
        for (from, to) in edges {
            let (from, to) = (g.node(&from.to_string(), &from.to_string()), g.node(&to.to_string(), &to.to_string()));
            g.edge(from, to);
        }
        g
    }

    #[test]
    fn components_and_paths_are_found() {
        let g = graph(&[(1, 2), (2, 3), (3, 1), (3, 4), (4, 5)]);
        let (of, sizes) = g.components();
        let size = |label: &str| sizes[of[g.index[label]]];
        assert_eq!((size("1"), size("2"), size("3"), size("4"), size("5")), (3, 3, 3, 1, 1));
        let path = g.path(g.index["2"], g.index["1"], |_| true).unwrap();
        assert_eq!(g.written(&path), "2 → 3 → 1");
        assert_eq!(g.path(g.index["5"], g.index["1"], |_| true), None);
    }

    #[test]
    fn a_chain_of_any_depth_is_walked() {
        let edges: Vec<(usize, usize)> = (0..200_000).map(|i| (i, i + 1)).collect();
        let (_, sizes) = graph(&edges).components();
        assert_eq!(sizes.len(), 200_001);
    }

    proptest! {
        #[test]
        fn two_nodes_share_a_component_exactly_when_each_reaches_the_other(edges in prop::collection::vec((0_usize..7, 0_usize..7), 1..16)) {
            let g = graph(&edges);
            let (of, _) = g.components();
            for a in 0..g.len() {
                for b in 0..g.len() {
                    let both = g.path(a, b, |_| true).is_some() && g.path(b, a, |_| true).is_some();
                    prop_assert_eq!(of[a] == of[b], both);
                }
            }
        }
    }
}
