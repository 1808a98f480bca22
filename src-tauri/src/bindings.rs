use lintel_console::view::*;
#[tauri::command]
#[specta::specta]
async fn desk() -> Result<Desk, Problem> { todo!() }
#[tauri::command]
#[specta::specta]
async fn start_trial(request: TrialRequest) -> Result<TrialView, Problem> { let _ = request; todo!() }
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, specta::Type, tauri_specta::Event)]
pub struct TrialChanged(pub u32);
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn export() {
        let builder = tauri_specta::Builder::<tauri::Wry>::new().commands(tauri_specta::collect_commands![desk, start_trial]).events(tauri_specta::collect_events![TrialChanged]);
        builder.export(specta_typescript::Typescript::default(), "/tmp/bindings.ts").unwrap();
    }
}
