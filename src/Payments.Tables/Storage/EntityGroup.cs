using Azure;
using Azure.Data.Tables;

namespace Payments.Tables.Storage;

/// <summary>
/// Entity group transactions, each on one partition. Table Storage rejects one over two; Azurite accepts it and the SDK
/// does not check, so the mistake would show up only in Azure.
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
                $"One transaction spans {partitions.Count} partitions: {string.Join(", ", partitions)}.");
    }
}
