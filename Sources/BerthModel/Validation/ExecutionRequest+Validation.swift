import BerthDocument

extension ExecutionRequest {
    /// Everything about the request that no platform could carry out, each with its path; empty for a request that
    /// makes sense.
    ///
    /// Only what the request says of itself is looked at: kinds that are not known here, sizes that are too large and
    /// what a site forbids are for platforms to answer. Not more than `ModelReader.problemLimit` problems are kept.
    public func validated() -> [Problem] {
        var validation = RequestValidation(self)
        validation.checkExecutable()
        validation.checkCompute()
        validation.checkStorage()
        validation.checkData()
        validation.checkSchedule()
        validation.checkQuotes(component, [])
        validation.checkTexts()
        return validation.problems
    }
}
