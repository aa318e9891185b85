//! Pages per second through `read`.

fn main() {
    divan::main();
}
