//! An answer as JSON, as a call (JSONP) or as a table (CSV).

use serde_json::{Value, json};

use super::{Answer, params::Params};
use crate::limits;

pub(super) const JSON: &str = "application/json";
pub(super) const CSV: &str = "text/csv; charset=UTF-8";

/// In which form an answer is wanted.
pub(super) enum Shape {
    /// `json`.
    Json,
    /// `jsonp`, with the name of the function.
    Call(String),
    /// `csv`.
    Table,
    /// `tsml`: the Meeting Guide convention.
    MeetingGuide,
}

impl Shape {
    /// The form of this name; `None` for others, and for functions that could be more than a name.
    pub(super) fn parse(format: &str, params: &Params) -> Option<Self> {
        match format {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Table),
            "tsml" => Some(Self::MeetingGuide),
            "jsonp" => {
                let name = params.get("callback").filter(|name| !name.is_empty()).unwrap_or("callback");
                is_function(name).then(|| Self::Call(name.to_owned()))
            }
            _ => None,
        }
    }
}

/// A name such as `jQuery1_2` or `a.b[0]`: nothing else may run on a foreign page in our name.
fn is_function(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.' | b'[' | b']');
    name.len() <= limits::CALLBACK && name.bytes().all(fits) && !name.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn render(value: &Value, shape: &Shape) -> Answer {
    let (content_type, body) = match shape {
        Shape::Json | Shape::MeetingGuide => (JSON, value.to_string()),
        Shape::Call(name) => ("text/javascript; charset=UTF-8", format!("/**/{name}({});", script(value))),
        Shape::Table => (CSV, table(value)),
    };
    Answer { status: 200, content_type, body }
}

/// JSON that is also a script: two line separators and the ends of tags are written out.
fn script(value: &Value) -> String {
    let json = value.to_string();
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").replace("</", "<\\/")
}

/// The columns are the fields of the first entry, further ones of later entries behind them.
fn table(value: &Value) -> String {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        Value::Object(object) => object.values().next().and_then(Value::as_array).map_or(&[][..], Vec::as_slice),
        _ => &[],
    };
    let mut columns: Vec<&String> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for key in list.iter().filter_map(Value::as_object).flat_map(|object| object.keys()) {
        if known.insert(key) {
            columns.push(key);
        }
    }
    let mut rows = csv::Writer::from_writer(Vec::new());
    let cell = |row: &Value, column: &String| match &row[column.as_str()] {
        Value::Null => String::new(),
        Value::String(text) => unarmed(text),
        other => other.to_string(),
    };
    // Writing to a Vec cannot fail.
    let _ = rows.write_record(&columns);
    for row in list {
        let _ = rows.write_record(columns.iter().map(|column| cell(row, column)));
    }
    rows.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A sheet would run a text that begins like a formula.
pub(super) fn unarmed(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number { format!("'{text}") } else { text.to_owned() }
}

pub(super) fn refusal(status: u16, what: &str) -> Answer {
    Answer { status, content_type: JSON, body: json!({ "message": what }).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_a_name_and_its_argument() {
        let shape = Shape::parse("jsonp", &Params::parse("callback=jQuery3_1.a[0]")).unwrap();
        let answer = render(&json!([{ "a": "</script>\u{2028}" }]), &shape);
        assert_eq!(answer.body, r#"/**/jQuery3_1.a[0]([{"a":"<\/script>\u2028"}]);"#);
        for name in ["alert(1)", "a;b", "1a", "a b", &"a".repeat(200)] {
            let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("callback", name).finish();
            assert!(Shape::parse("jsonp", &Params::parse(&query)).is_none(), "{name}");
        }
        assert!(Shape::parse("xml", &Params::default()).is_none());
    }

    #[test]
    fn a_table_runs_no_formulas() {
        let value = json!([{ "a": "=1+1", "b": "x,\"y\"" }, { "a": "-73.5", "c": "+1 555" }]);
        let answer = render(&value, &Shape::Table);
        assert_eq!(answer.body, "a,b,c\n'=1+1,\"x,\"\"y\"\"\",\n-73.5,,'+1 555\n");
    }
}
