//! `xtask-bindgen INPUT.wasm OUTPUT_DIR NAME`: writes the JavaScript side of a wasm module.

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, name] = arguments.as_slice() else {
        bail!("usage: xtask-bindgen INPUT.wasm OUTPUT_DIR NAME");
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(name).typescript(true).remove_name_section(true).remove_producers_section(true);
    bindgen.web(true).context("choosing the web target")?;
    bindgen.generate(output).with_context(|| format!("generating bindings for {input}"))
}
