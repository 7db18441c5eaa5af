using Azure;
using Payments.Tables.Storage;

namespace Payments.Tables.Tests;

public sealed class StorageFailuresTests
{
    [Theory]
    [InlineData(409, "EntityAlreadyExists")]
    [InlineData(412, "UpdateConditionNotSatisfied")]
    [InlineData(412, "ConditionNotMet")]
    [InlineData(404, "ResourceNotFound")]
    public void An_earlier_concurrent_write_is_a_conflict(int status, string code) =>
        Assert.True(new RequestFailedException(status, "", code, null).IsConflict());

    [Theory]
    [InlineData(404, "TableNotFound")]
    [InlineData(409, "TableBeingDeleted")]
    [InlineData(409, "AccountBeingCreated")]
    [InlineData(400, "InvalidDuplicateRow")]
    [InlineData(400, "CommandsInBatchActOnDifferentPartitions")]
    [InlineData(413, "RequestBodyTooLarge")]
    [InlineData(403, "AuthenticationFailed")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServerBusy")]
    [InlineData(404, null)]
    public void Any_other_failure_is_no_conflict(int status, string? code) =>
        Assert.False(new RequestFailedException(status, "", code, null).IsConflict());
}
