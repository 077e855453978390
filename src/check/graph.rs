//! Who uses whom: an order in which everything comes after what it uses, and the loops. Knows no names.

use std::collections::VecDeque;

use crate::base::Span;

/// A use of another node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// What is used.
    pub(super) to: usize,
    /// Where the use stands.
    pub(super) at: Span,
}

/// A step of a loop: this node uses the next one (the last the first).
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// Who uses.
    pub(super) node: usize,
    /// Where.
    pub(super) at: Span,
}

/// The uses of every node.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: usize,
    /// Who uses what, in the order of [`Graph::starts`] once that is known.
    edges: Vec<(u32, Edge)>,
    /// Where the uses of a node begin; the last is the end.
    starts: Vec<usize>,
}

impl Graph {
    /// A graph of `nodes` nodes without edges.
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            nodes,
            edges: Vec::new(),
            starts: Vec::new(),
        }
    }

    /// `from` uses `to`.
    pub(super) fn add(&mut self, from: usize, to: usize, at: Span) {
        if let Ok(from) = u32::try_from(from) {
            self.edges.push((from, Edge { to, at }));
        }
    }

    fn of(&self, node: usize) -> &[(u32, Edge)] {
        let start = self.starts.get(node).copied().unwrap_or(0);
        let end = self.starts.get(node.saturating_add(1)).copied();
        self.edges.get(start..end.unwrap_or(start)).unwrap_or(&[])
    }

    /// Puts the uses of a node together; their order stays.
    fn arrange(&mut self) {
        self.edges.sort_by_key(|(from, _)| *from);
        let mut edges = self.edges.iter().enumerate().peekable();
        self.starts = Vec::with_capacity(self.nodes.saturating_add(1));
        for node in 0..self.nodes {
            while edges
                .next_if(|(_, (from, _))| (*from as usize) < node)
                .is_some()
            {}
            let start = edges.peek().map_or(self.edges.len(), |(at, _)| *at);
            self.starts.push(start);
        }
        self.starts.push(self.edges.len());
    }

    /// The nodes, each after those it uses (within a loop in any order), and one loop of every knot.
    pub(super) fn sort(mut self) -> (Vec<usize>, Vec<Vec<Turn>>) {
        self.arrange();
        let mut walk = Walk::new(self.nodes);
        for node in 0..self.nodes {
            walk.from(node, &self);
        }
        let loops = walk
            .knots
            .iter()
            .filter_map(|knot| self.shortest_loop(knot, &walk.knot_of))
            .collect();
        (walk.order, loops)
    }

    /// The shortest way around within a knot, from its lowest node that has one.
    fn shortest_loop(&self, knot: &[usize], knot_of: &[usize]) -> Option<Vec<Turn>> {
        let start = knot.iter().copied().min()?;
        let here = knot_of.get(start).copied();
        let mut came: std::collections::HashMap<usize, Turn> = std::collections::HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for (_, edge) in self.of(node) {
                let turn = Turn { node, at: edge.at };
                if edge.to == start {
                    return Some(trace_back(turn, start, &came));
                }
                if knot_of.get(edge.to).copied() == here && !came.contains_key(&edge.to) {
                    came.insert(edge.to, turn);
                    queue.push_back(edge.to);
                }
            }
        }
        None
    }
}

fn trace_back(
    last: Turn,
    start: usize,
    came: &std::collections::HashMap<usize, Turn>,
) -> Vec<Turn> {
    let mut turns = vec![last];
    let mut node = last.node;
    while node != start {
        let Some(turn) = came.get(&node) else { break };
        turns.push(*turn);
        node = turn.node;
    }
    turns.reverse();
    turns
}

/// Tarjan's walk with a stack of its own, so that a long chain cannot exhaust the thread's.
struct Walk {
    index: Vec<usize>,
    low: Vec<usize>,
    knot_of: Vec<usize>,
    next: usize,
    open: Vec<usize>,
    order: Vec<usize>,
    /// Components in which a loop exists.
    knots: Vec<Vec<usize>>,
    found: usize,
}

const NOT_YET: usize = usize::MAX;

impl Walk {
    fn new(nodes: usize) -> Self {
        Self {
            index: vec![NOT_YET; nodes],
            low: vec![NOT_YET; nodes],
            knot_of: vec![NOT_YET; nodes],
            next: 0,
            open: Vec::new(),
            order: Vec::with_capacity(nodes),
            knots: Vec::new(),
            found: 0,
        }
    }

    fn from(&mut self, root: usize, graph: &Graph) {
        if get(&self.index, root) != NOT_YET {
            return;
        }
        self.enter(root);
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((node, at)) = path.last_mut() {
            let node = *node;
            match graph.of(node).get(*at) {
                Some((_, edge)) => {
                    *at = at.saturating_add(1);
                    let to = edge.to;
                    if get(&self.index, to) == NOT_YET {
                        self.enter(to);
                        path.push((to, 0));
                    } else if get(&self.knot_of, to) == NOT_YET {
                        let low = get(&self.low, node).min(get(&self.index, to));
                        set(&mut self.low, node, low);
                    }
                }
                None => {
                    path.pop();
                    if let Some((parent, _)) = path.last() {
                        let low = get(&self.low, *parent).min(get(&self.low, node));
                        set(&mut self.low, *parent, low);
                    }
                    self.leave(node, graph);
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        set(&mut self.index, node, self.next);
        set(&mut self.low, node, self.next);
        self.next = self.next.saturating_add(1);
        self.open.push(node);
    }

    /// Closes the component of which `node` is the first.
    fn leave(&mut self, node: usize, graph: &Graph) {
        if get(&self.low, node) != get(&self.index, node) {
            return;
        }
        let mut knot = Vec::new();
        while let Some(member) = self.open.pop() {
            set(&mut self.knot_of, member, self.found);
            self.order.push(member);
            knot.push(member);
            if member == node {
                break;
            }
        }
        self.found = self.found.saturating_add(1);
        let own = |(_, edge): &(u32, Edge)| edge.to == node;
        if knot.len() > 1 || graph.of(node).iter().any(own) {
            self.knots.push(knot);
        }
    }
}

fn get(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(0)
}

fn set(list: &mut [usize], at: usize, value: usize) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::Graph;
    use crate::base::Span;

    fn graph(nodes: usize, edges: &[(usize, usize)]) -> Graph {
        let mut graph = Graph::new(nodes);
        for (from, to) in edges {
            graph.add(*from, *to, Span::default());
        }
        graph
    }

    #[test]
    fn what_is_used_comes_first() {
        let (order, loops) = graph(3, &[(0, 1), (1, 2)]).sort();
        assert_eq!(order, [2, 1, 0]);
        assert!(loops.is_empty());
    }

    #[test]
    fn each_knot_gives_its_shortest_loop() {
        let (_, loops) = graph(5, &[(0, 1), (1, 2), (2, 0), (1, 0), (3, 3), (4, 3)]).sort();
        let nodes: Vec<Vec<usize>> = loops
            .iter()
            .map(|turns| turns.iter().map(|turn| turn.node).collect())
            .collect();
        assert_eq!(nodes, [vec![0, 1], vec![3]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<(usize, usize)> = (0..200_000).map(|at| (at, at + 1)).collect();
        let (order, _) = graph(200_001, &edges).sort();
        assert_eq!(order.first(), Some(&200_000));
    }
}
