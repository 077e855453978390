//! The program `hansei`: hands its arguments to the shell of the library.

fn main() -> std::process::ExitCode {
    hansei::cli::run(std::env::args_os().collect())
}
