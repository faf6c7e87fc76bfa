/// A platform that holds something for each of its plans while it is asked, such as another broker: what it answers is
/// used, or given back.
///
/// It is asked once for each question. The broker does not search for changes by asking it again and again: the
/// obstacles of its NO name in `otherWays` the changes with which, as it was told, all of the question is a yes.
public protocol OfferHolding: Platform {
    /// Lets go what these plans hold: they were not offered, or their offers were rejected or expired.
    ///
    /// May come more than once for a plan, and for one that holds nothing any more. What nobody can be told of expires
    /// by itself.
    func giveBack(_ plans: [Plan]) async
}
