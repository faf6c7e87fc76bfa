import BerthDocument

extension ExecutionRequest {
    /// Everything about the request that no platform could carry out, each with its path; empty for a request that
    /// makes sense.
    ///
    /// Only what the request says of itself is looked at: kinds that are not known here, sizes that are too large and
    /// what a site forbids are for platforms to answer. Not more than `ModelReader.problemLimit` problems are kept.
    ///
    /// - Parameter wasRead: it comes from a document, whose readers let no NUL in; its texts are not looked at again.
    public func validated(wasRead: Bool = false) -> [Problem] {
        let counts = problemsOfCount
        if !counts.isEmpty { return counts }
        var validation = RequestValidation(self)
        validation.checkExecutable()
        validation.checkCompute()
        validation.checkStorage()
        validation.checkData()
        validation.checkSchedule()
        validation.checkQuotes(component, [])
        if !wasRead { validation.checkTexts() }
        return validation.problems
    }
}
