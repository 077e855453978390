//! Tests of explanations: golden pages made from hand-made traces, and laws that hold for any trace.

mod answer;
mod branches;
mod laws;
mod markdown;
mod pages;
mod parts;
mod samples;
