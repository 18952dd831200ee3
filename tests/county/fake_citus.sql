-- What the conversion calls of Citus, on one plain PostgreSQL: each call is checked as Citus would
-- and noted in pg_dist_partition.
CREATE TABLE pg_dist_node (groupid int);
INSERT INTO pg_dist_node VALUES (0), (1), (2);
CREATE TABLE pg_dist_partition (logicalrel regclass PRIMARY KEY, partmethod "char", beside regclass);
CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_dist_partition WHERE partmethod = 'h') THEN
        RAISE 'reference tables come first';
    END IF;
    INSERT INTO pg_dist_partition VALUES (t, 'n', NULL);
END $$;
CREATE FUNCTION create_distributed_table(
    t regclass, col text, colocate_with text DEFAULT 'default', shard_count int DEFAULT NULL
) RETURNS void LANGUAGE plpgsql AS $$ DECLARE bad text; BEGIN
    SELECT i.indexrelid::regclass::text INTO bad FROM pg_index i WHERE i.indrelid = t
        AND (i.indisunique OR i.indisexclusion) AND NOT EXISTS (
            SELECT 1 FROM pg_attribute a WHERE a.attrelid = t AND a.attname = col
            AND a.attnum = ANY (i.indkey));
    IF bad IS NOT NULL THEN RAISE '% does not include the distribution column', bad; END IF;
    SELECT conname INTO bad FROM pg_constraint
        WHERE contype = 'f' AND (conrelid = t OR confrelid = t);
    IF bad IS NOT NULL THEN RAISE '% is still there', bad; END IF;
    IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = t) THEN RAISE 'triggers on %', t; END IF;
    IF (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = t
        AND attname = col) <> 'character varying(6)' THEN RAISE 'type of % in %', col, t; END IF;
    IF (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = t
        AND attidentity <> '') <> 'bigint' THEN RAISE 'identity of % is no bigint', t; END IF;
    INSERT INTO pg_dist_partition VALUES (t, 'h', nullif(colocate_with, 'none')::regclass);
END $$;
CREATE FUNCTION truncate_local_data_after_distributing_table(t regclass) RETURNS void
    LANGUAGE sql AS 'SELECT';
CREATE FUNCTION undistribute_table(t regclass, cascade_via_foreign_keys bool DEFAULT false)
    RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    IF NOT cascade_via_foreign_keys AND EXISTS (SELECT 1 FROM pg_constraint
        WHERE contype = 'f' AND (conrelid = t OR confrelid = t)) THEN
        RAISE '% has foreign keys', t;
    END IF;
    DELETE FROM pg_dist_partition WHERE logicalrel = t;
END $$;
