using Azure;
using Azure.Data.Tables;

namespace Payments.Tables.Storage;

/// <summary>
/// Entity group transactions, each on one partition. Table Storage refuses one over two; Azurite takes it, and the SDK
/// does not look, so that the mistake would only be seen in Azure.
/// </summary>
internal static class EntityGroup
{
    /// <summary>All of the actions or none of them.</summary>
    public static Task<Response<IReadOnlyList<Response>>> SubmitGroupAsync(
        this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var partitions = actions.Select(action => action.Entity.PartitionKey).Distinct().ToList();
        return partitions.Count == 1
            ? table.SubmitTransactionAsync(actions, cancellationToken)
            : throw new InvalidOperationException(
                $"One transaction reaches over {partitions.Count} partitions: {string.Join(", ", partitions)}.");
    }
}
