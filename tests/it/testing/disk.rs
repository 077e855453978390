//! Snapshots where the disk refuses, where files change while a run goes on, and where profiles got another name.

use super::RULES;
use super::snapshots::{accepted, test};
use crate::program::{Folder, Run};

/// The folder with a changed snapshot, an example that fails and a folder of profiles that cannot be written to.
#[cfg(unix)]
fn locked() -> Folder {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = accepted();
    let rules = RULES.replace("by 3", "by 2") + "example \"no\" { expect advice is big }\n";
    folder.write("choice.rules", rules.as_bytes());
    let mode = std::fs::Permissions::from_mode(0o555);
    std::fs::set_permissions(folder.path.join("profiles"), mode).unwrap();
    folder
}

#[cfg(unix)]
fn unlock(folder: &Folder) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path.join("profiles"), mode).unwrap();
}

#[cfg(unix)]
#[test]
fn results_are_shown_where_nothing_can_be_written() {
    let folder = locked();
    // Whoever may write everywhere has nothing to fear.
    let probe = folder.path.join("profiles/.probe");
    let is_locked = std::fs::write(probe, "").is_err();
    let warning = if is_locked {
        &["warning: changes that wait for review could not be saved: cannot write"][..]
    } else {
        &[]
    };
    let told = [
        ("text", "FAIL choice.rules"),
        ("json", "\"failed\": 2"),
        ("junit", "failures=\"2\""),
        ("github", "title=choice.rules%3A no"),
    ];
    for (form, words) in told {
        test(&folder, &["-f", form]).is(1, &[words], warning);
    }
    folder.write("choice.rules", RULES.as_bytes());
    let sound = test(&folder, &[]);
    unlock(&folder);
    sound.is(0, &["3 passed"], &[]);
}

#[cfg(unix)]
#[test]
fn a_snapshot_that_changed_since_it_was_read_is_left_alone() {
    use super::review::{changed, keys};
    let folder = changed();
    let pulled = folder
        .read("profiles/slow.toml.snap")
        .replace("kaizen +3", "kaizen +9");
    let said = keys(&folder, |folder| {
        folder.write("profiles/slow.toml.snap", pulled.as_bytes());
        std::fs::remove_file(folder.path.join("profiles/third.toml")).unwrap();
        "A"
    });
    assert!(said.contains("1 accepted, 0 rejected, 0 skipped"), "{said}");
    let words = "not changed: 2 snapshots changed on disk during the review";
    assert!(said.contains(words), "{said}");
    assert_eq!(folder.read("profiles/slow.toml.snap"), pulled);
    assert!(!folder.path.join("profiles/third.toml.snap").exists());
    assert!(
        folder
            .read("profiles/fast.yaml.snap")
            .contains("advice: undecided")
    );
}

#[cfg(unix)]
#[test]
fn a_second_review_says_what_it_did_and_makes_no_folder_again() {
    use super::review::{changed, keys};
    let folder = changed();
    let said = keys(&folder, |folder| {
        test(folder, &["--accept"]).is(0, &[], &["accepted 3 snapshots"]);
        "R"
    });
    assert!(said.contains("0 accepted, 0 rejected, 0 skipped"), "{said}");
    assert!(said.contains("not changed: 3 snapshots"), "{said}");
    let folder = changed();
    let said = keys(&folder, |folder| {
        std::fs::remove_dir_all(folder.path.join("profiles")).unwrap();
        "A"
    });
    assert!(said.contains("0 accepted, 0 rejected, 0 skipped"), "{said}");
    assert_eq!(folder.names(), ["accepted.rulebook", "choice.rules", "pid"]);
}

#[test]
fn a_profile_under_another_name_is_told_where_its_snapshot_lies() {
    let folder = accepted();
    let rename = |from: &str, to: &str| {
        let [from, to] = [from, to].map(|name| folder.path.join("profiles").join(name));
        std::fs::rename(from, to).unwrap();
    };
    rename("slow.toml", "sluggish.toml");
    test(&folder, &[]).is(
        1,
        &[
            "NEW 1 snapshot",
            "`profiles/sluggish.toml` gets the same",
            "rename the snapshot to `profiles/sluggish.toml.snap`",
        ],
        &[],
    );
    rename("slow.toml.snap", "sluggish.toml.snap");
    test(&folder, &[]).is(0, &["3 passed"], &[]);
}

#[test]
fn rejecting_clears_what_waits_for_no_profile() {
    let folder = accepted();
    folder.write("profiles/gone.toml.snap.new", b"x");
    folder.write("profiles/gone.toml.snap", b"x");
    test(&folder, &["--reject"]).is(
        0,
        &[],
        &[
            "rejected 0 snapshots",
            "removed 1 snapshot without a profile",
        ],
    );
    assert!(!folder.path.join("profiles/gone.toml.snap.new").exists());
    assert!(folder.path.join("profiles/gone.toml.snap").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_read_only_is_no_trouble_where_nothing_changed() {
    let folder = accepted();
    // A file system of its own needs a namespace of its own, which not every system grants.
    let script =
        "mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\" && exec \"$0\" test .";
    let run = |program: &str, script: &str| {
        let mut command = std::process::Command::new("unshare");
        command
            .args([
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                script,
                program,
            ])
            .current_dir(&folder.path)
            .env_remove("CI");
        command.output()
    };
    let granted = run("true", &script.replace("exec \"$0\" test .", "true"));
    if granted.is_ok_and(|output| output.status.success()) {
        let output = run(env!("CARGO_BIN_EXE_hansei"), script).unwrap();
        let out = String::from_utf8_lossy(&output.stdout);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && out.contains("3 passed"),
            "{out}{err}"
        );
        assert_eq!(err, "");
    }
}

#[test]
fn many_changes_are_all_kept_for_review() {
    let folder = accepted();
    for at in 0..200 {
        folder.write(&format!("profiles/p{at}.toml"), b"cash = 10\n");
    }
    let rejected = Run::of(folder.command(&["test", ".", "--accept"]).env_remove("CI"));
    rejected.is(0, &[], &["accepted 200 snapshots"]);
    folder.write("choice.rules", RULES.replace("by 3", "by 2").as_bytes());
    test(&folder, &[]).is(1, &["201 snapshots wait"], &[]);
    let waiting = super::snapshots::files(&folder);
    let waiting = waiting
        .iter()
        .filter(|(name, _)| name.ends_with(".snap.new"));
    assert_eq!(waiting.count(), 201);
}
