//! Words of the page that tells a customer what is held about them.

crate::words! {
    LINK = "持有的资料", "What we hold";
    TITLE = "我们持有的关于 {name} 的资料", "What we hold about {name}";
}
