//! What happens in the end, from every state that can be reached.

use std::collections::{HashMap, VecDeque};

use stateright::Model;

use crate::{
    props,
    world::{Action, State, World},
};

/// All states of a world, and between them the steps that are duties.
pub struct Graph {
    states: HashMap<State, u32>,
    /// For each state, where its duties lead.
    duties: Vec<Vec<u32>>,
    whole: Vec<bool>,
    /// From where each state was reached first, and how.
    origins: Vec<Option<(u32, Action)>>,
}

/// How the duties of a world end.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// How many states there are.
    pub states: usize,
    /// States from which some order of the duties never ends, or ends where the circle is not whole.
    pub astray: usize,
    /// States from which no order of the duties makes the circle whole.
    pub bricked: usize,
}

impl Graph {
    /// Walks through the whole world.
    pub fn of(world: &World) -> Self {
        let mut graph = Self { states: HashMap::new(), duties: Vec::new(), whole: Vec::new(), origins: Vec::new() };
        let mut todo: VecDeque<(u32, State)> = VecDeque::new();
        for state in world.init_states() {
            graph.place(world, state, None, &mut todo);
        }
        let mut actions: Vec<Action> = Vec::new();
        while let Some((from, state)) = todo.pop_front() {
            world.actions(&state, &mut actions);
            for action in actions.drain(..) {
                let Some(next) = world.next_state(&state, action) else { continue };
                let to = graph.place(world, next, Some((from, action)), &mut todo);
                if action.is_duty(&state) {
                    graph.duties[from as usize].push(to);
                }
            }
        }
        graph
    }

    fn place(
        &mut self,
        world: &World,
        state: State,
        origin: Option<(u32, Action)>,
        todo: &mut VecDeque<(u32, State)>,
    ) -> u32 {
        if let Some(place) = self.states.get(&state) {
            return *place;
        }
        let place = self.duties.len() as u32;
        self.duties.push(Vec::new());
        self.whole.push(props::is_whole(world, &state));
        self.origins.push(origin);
        self.states.insert(state.clone(), place);
        todo.push_back((place, state));
        place
    }

    /// Looks backwards from where the circle is whole and nothing is left to do.
    pub fn ends(&self) -> Ends {
        let ends: Vec<u32> = (0u32..)
            .zip(&self.duties)
            .filter(|(at, duties)| duties.is_empty() && self.whole[*at as usize])
            .map(|(at, _)| at)
            .collect();
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.duties.len()];
        for (from, duties) in (0u32..).zip(&self.duties) {
            for to in duties {
                before[*to as usize].push(from);
            }
        }
        let some = spread(&before, &ends, |_| true);
        let mut open: Vec<usize> = self.duties.iter().map(Vec::len).collect();
        let all = spread(&before, &ends, |from| {
            open[from] -= 1;
            open[from] == 0
        });
        let missing = |reached: &[bool]| reached.iter().filter(|reached| !**reached).count();
        Ends { states: self.duties.len(), astray: missing(&all), bricked: missing(&some) }
    }

    /// The nearest state in which no duty is left and the circle is not whole, and the way there.
    pub fn dead_end(&self) -> Option<(&State, Vec<Action>)> {
        let dead = |at: &usize| self.duties[*at].is_empty() && !self.whole[*at];
        let end = (0..self.duties.len()).find(dead)? as u32;
        let (state, _) = self.states.iter().find(|(_, at)| **at == end)?;
        let steps = std::iter::successors(self.origins[end as usize], |(from, _)| self.origins[*from as usize]);
        let mut way: Vec<Action> = steps.map(|(_, action)| action).collect();
        way.reverse();
        Some((state, way))
    }
}

/// All that leads to `ends`; `is_sure` is asked at each step back.
fn spread(before: &[Vec<u32>], ends: &[u32], mut is_sure: impl FnMut(usize) -> bool) -> Vec<bool> {
    let mut reached = vec![false; before.len()];
    let mut todo = ends.to_vec();
    for end in ends {
        reached[*end as usize] = true;
    }
    while let Some(at) = todo.pop() {
        for from in before[at as usize].iter().copied() {
            if is_sure(from as usize) && !reached[from as usize] {
                reached[from as usize] = true;
                todo.push(from);
            }
        }
    }
    reached
}
