//! The page in a real Chromium: decided by keyboard alone, loaded again, and never run by what stands in the data.

#[path = "../../support/webdriver.rs"]
mod webdriver;

use super::{Page, Place, hostile};
use crate::others::needed;
use crate::run_folder::Lines;
use tempfile::TempDir;
use webdriver::{Browser, ENTER, ESCAPE};

const READY: &str = "document.body.dataset.ready === 'yes' && document.getElementById('card').ariaBusy === 'false'";
const IDLE: &str = "document.getElementById('card').ariaBusy === 'false'";

/// Opens the page in a browser; `None` where there is none and none must be.
fn opened(page: &Page) -> Option<Browser> {
    needed(&["chromium", "chromium-browser", "google-chrome"], "chromium")?;
    let browser = Browser::start(&needed(&["chromedriver"], "chromium-driver")?, 1440, 900);
    browser.go(&page.address);
    browser.wait(READY);
    Some(browser)
}

/// Presses a key, and waits until the progress says how many are decided.
#[track_caller]
fn decide(browser: &Browser, key: &str, decided: usize) {
    browser.press(key);
    browser.wait(&format!("document.getElementById('progress').textContent.startsWith('{decided} of ')"));
    browser.wait(IDLE);
}

/// Chooses a value of a filter, and waits until the first question of what passes it is on the screen.
#[track_caller]
fn filter(browser: &Browser, name: &str, value: &str) {
    browser.eval(&format!(
        "(() => {{ const s = document.getElementById('filter-{name}'); s.value = '{value}'; s.dispatchEvent(new Event('change')); }})()"
    ));
    browser.wait(&format!("document.getElementById('queue').ariaBusy === 'false' && {IDLE}"));
}

#[test]
fn a_person_decides_by_keyboard_and_loads_the_page_again() {
    let place = Place::items();
    let page = place.page();
    let Some(browser) = opened(&page) else { return };
    assert_eq!(browser.eval("location.search"), "", "the token has left the address");
    let first = browser.eval("location.hash");
    decide(&browser, "s", 1);
    browser.wait(&format!("location.hash !== {first}"));
    decide(&browser, "d", 2);
    assert_eq!(browser.eval("document.activeElement.id"), "asked", "the focus goes along to the next question");
    decide(&browser, "u", 1);
    browser.reload();
    browser.wait(READY);
    browser.wait("document.getElementById('progress').textContent.startsWith('1 of ')");
    // Letters that are typed into a field decide nothing.
    browser.press("/");
    browser.press("sd");
    browser.wait("document.getElementById('search').value === 'sd'");
    browser.press(ESCAPE);
    assert_eq!(browser.eval("document.getElementById('progress').textContent.startsWith('1 of ')"), true);
    browser.eval("document.querySelector('#filters .plain').click()");
    filter(&browser, "rule", "missing-spec");
    browser.wait("document.querySelector('.change') && document.querySelector('#correct')");
    browser.press("c");
    browser.wait("document.activeElement.id === 'correct'");
    browser.press("M8x20");
    decide(&browser, ENTER, 2);
    let answers: Vec<String> = Lines::read(&place.decisions()).iter().map(|l| l.get("answer").to_owned()).collect();
    assert_eq!(answers.len(), 2);
    assert!(answers.contains(&"same".to_owned()) && answers.contains(&"correct".to_owned()));
    // Help, and out of it.
    browser.press("?");
    browser.wait("document.querySelector('#help[open]')");
    browser.press(ESCAPE);
    browser.wait("!document.querySelector('#help')");
}

#[test]
fn many_are_decided_and_a_gone_server_is_said() {
    let place = Place::items();
    let page = place.page();
    let Some(browser) = opened(&page) else { return };
    filter(&browser, "rule", "missing-spec");
    browser.wait("document.querySelector('.groups button')");
    browser.press("b");
    browser.wait("document.querySelector('#bulk[open] button[data-answer=keep]')");
    browser.eval("document.querySelector('#bulk button[data-answer=keep]').click()");
    browser.wait("!document.getElementById('progress').textContent.startsWith('0 of ')");
    let decided = Lines::read(&place.decisions()).len();
    assert!(decided > 1);
    browser.wait(IDLE);
    decide(&browser, "u", 0);
    browser.press("o");
    browser.wait("document.querySelector('#story[open] article h3')");
    browser.press(ESCAPE);
    browser.wait(&format!("!document.querySelector('#story') && {IDLE}"));
    let port = page.port;
    drop(page);
    browser.press("l");
    browser.wait("document.getElementById('trouble').textContent.includes('does not answer')");
    let again = Page::of(&place.run.path, &place.decisions(), &["--port", &port.to_string()]);
    browser.wait("document.getElementById('trouble').textContent.includes('started anew')");
    browser.go(&again.address);
    browser.wait(READY);
    decide(&browser, "s", 1);
}

#[test]
fn nothing_in_the_data_runs() {
    let home = TempDir::new().unwrap();
    let run = hostile::run(&home);
    let page = Page::of(&run.path, &home.path().join("decisions.csv"), &["--raw"]);
    let Some(browser) = opened(&page) else { return };
    filter(&browser, "state", "all");
    browser.wait(&format!("document.querySelectorAll('#list button[data-id]').length > {}", hostile::CORPUS.len()));
    let questions = browser.eval("document.querySelectorAll('#list button[data-id]').length").as_u64().unwrap();
    browser.wait("document.body.innerText.includes('onerror')");
    for _ in 0..questions.min(25) {
        let before = browser.eval("location.hash");
        browser.wait(IDLE);
        browser.press("o");
        browser.wait(&format!("document.querySelector('#story[open] article, #story[open] p:not(.quiet)') && {IDLE}"));
        assert_eq!(browser.eval("document.querySelectorAll('main script, main img, main svg, main iframe, main style, dialog script, dialog img, dialog svg, dialog iframe, #queue img, #queue svg').length"), 0);
        browser.press(ESCAPE);
        browser.wait("!document.querySelector('#story')");
        browser.press("n");
        browser.wait(&format!("location.hash !== {before} || !document.querySelector('.compare')"));
    }
    assert_eq!(browser.eval("window.ran === undefined && window.constructor.name === 'Window'"), true);
}
